'use client';
import { useState } from 'react';
import { visitsSos } from '@heling/ui/api.gen';
import { useCommand } from '@heling/ui/react/use-call';
import { Action, Notice, Trouble } from '../parts/basics';
import { useAbout } from '../about';
import { positionNow } from './position';

/** SOS: the dispatchers see it at once; two presses, so that a pocket does not call for help. */
export function Sos({ visitId }: { visitId: number }) {
  const [open, setOpen] = useState(false);
  const sos = useCommand(visitsSos);
  const { hotline } = useAbout();
  const callHelp = async () => {
    const position = await positionNow();
    sos.mutate({ params: { id: visitId }, body: position ? { position } : {} });
  };
  if (!open) {
    return (
      <Action look="danger" onPress={() => setOpen(true)}>
        SOS 紧急求助
      </Action>
    );
  }
  return (
    <section className="card stack" aria-label="紧急求助">
      {sos.isSuccess && <Notice tone="good" title="调度员已收到求助，会马上打给您" />}
      <Action look="danger filled" busy={sos.isPending} onPress={() => void callHelp()}>
        {sos.isSuccess ? '没人打来？再求助一次' : '向调度员求助'}
      </Action>
      <Trouble error={sos.error} />
      <a className="button danger" href="tel:120">
        打 120
      </a>
      <a className="button" href={`tel:${hotline}`}>
        打服务热线 {hotline}
      </a>
      <Action look="plain" onPress={() => setOpen(false)}>
        没事了
      </Action>
    </section>
  );
}

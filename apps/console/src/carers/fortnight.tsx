'use client';
import { useState } from 'react';
import { Button } from 'antd';
import { SHIFT_STATES } from '@heling/people/domain/carers';
import { addDays, atLocal, weekday } from '@heling/platform/domain/calendar';
import {
  dispatchBoard,
  peopleAbsent,
  peopleAddShift,
  peopleCarer,
  peoplePresent,
  peopleRemoveShift,
  peopleSaveShift,
} from '@heling/ui/api.gen';
import { clock } from '@heling/ui/format';
import { useCommand } from '@heling/ui/react/use-call';
import { TimeInput } from '../calendar/time-input';
import { useConfirm } from '../parts/confirm';
import { Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import type { CarerAnswer } from './model';
import type { Shift } from './roster';
import styles from './carers.module.css';

const WEEKDAYS = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'];
const TOUCHES = [peopleCarer, dispatchBoard];

/** Fourteen days with their shifts: planned, changed, taken out, and marked as sick or on leave. */
export function Fortnight({
  carer,
  today,
  from,
  setFrom,
}: {
  carer: CarerAnswer;
  today: string;
  from: string;
  setFrom: (day: string) => void;
}) {
  const confirm = useConfirm();
  const toasts = useToasts();
  const [open, setOpen] = useState<{ day: string; shift: Shift | null } | null>(null);
  const absent = useCommand(peopleAbsent, TOUCHES);
  const present = useCommand(peoplePresent, TOUCHES);
  const remove = useCommand(peopleRemoveShift, TOUCHES);
  const days = Array.from({ length: 14 }, (_, i) => addDays(from, i));

  const away = async (day: string, kind: 'sick' | 'leave') => {
    const word = SHIFT_STATES[kind];
    const go = await confirm({
      title: `${carer.name} ${day} ${word}`,
      consequences: [
        '当天的班次作废',
        '还没出发的上门逐条转给别人；转不出去的进入待办',
        '可以销假；但已经转走的上门不会自动转回',
      ],
      verb: `记${word}`,
      danger: true,
    });
    if (go) {
      absent.mutate(
        { params: { id: carer.id }, body: { day, kind } },
        { onSuccess: () => toasts.done(`已记${word}，当天的上门正在改派`) },
      );
    }
  };
  return (
    <>
      <div className="row no-print">
        <Button onClick={() => setFrom(addDays(from, -7))}>‹ 前一周</Button>
        <b>
          {from} 至 {addDays(from, 13)}
        </b>
        <Button onClick={() => setFrom(addDays(from, 7))}>后一周 ›</Button>
      </div>
      <Problem problem={absent.error ?? present.error ?? remove.error} />
      <div className={styles.days}>
        {days.map((day) => {
          const shifts = carer.shifts.filter((shift) => shift.day === day);
          const isAway = shifts.some((shift) => shift.state !== 'planned');
          return (
            <section
              key={day}
              aria-label={day}
              className={`${styles.day} ${day === today ? styles.today : ''} ${isAway ? styles.away : ''}`}
            >
              <h3>
                {day.slice(5)} {WEEKDAYS[weekday(day) - 1]}
                {day === today ? '（今天）' : ''}
              </h3>
              {shifts.length === 0 && <p className="muted">没有排班</p>}
              {shifts.map((shift) => (
                <p key={shift.id} className="row">
                  <b>
                    {clock(shift.startsAt)}–{clock(shift.endsAt)}
                  </b>
                  {shift.state !== 'planned' && <span>✕ {SHIFT_STATES[shift.state]}</span>}
                  {carer.canSave && shift.state === 'planned' && day >= today && (
                    <span>
                      <Button size="small" type="text" onClick={() => setOpen({ day, shift })}>
                        改
                      </Button>
                      <Button
                        size="small"
                        type="text"
                        aria-label={`取消 ${day} 的班次`}
                        onClick={() =>
                          remove.mutate({ params: { id: shift.id }, body: { version: shift.version } })
                        }
                      >
                        取消
                      </Button>
                    </span>
                  )}
                </p>
              ))}
              {carer.canSave && day >= today && (
                <div className="row no-print">
                  {isAway ? (
                    <Button
                      size="small"
                      loading={present.isPending}
                      onClick={() => present.mutate({ params: { id: carer.id }, body: { day } })}
                    >
                      销假
                    </Button>
                  ) : shifts.length > 0 ? (
                    <>
                      <Button size="small" onClick={() => void away(day, 'sick')}>
                        病假
                      </Button>
                      <Button size="small" onClick={() => void away(day, 'leave')}>
                        事假
                      </Button>
                    </>
                  ) : (
                    <Button size="small" onClick={() => setOpen({ day, shift: null })}>
                      排班
                    </Button>
                  )}
                </div>
              )}
              {open?.day === day && (
                <ShiftForm carer={carer} day={day} shift={open.shift} onDone={() => setOpen(null)} />
              )}
            </section>
          );
        })}
      </div>
    </>
  );
}

function ShiftForm({
  carer,
  day,
  shift,
  onDone,
}: {
  carer: CarerAnswer;
  day: string;
  shift: Shift | null;
  onDone: () => void;
}) {
  const [start, setStart] = useState(shift ? clock(shift.startsAt) : '08:00');
  const [end, setEnd] = useState(shift ? clock(shift.endsAt) : '18:00');
  const add = useCommand(peopleAddShift, TOUCHES);
  const save = useCommand(peopleSaveShift, TOUCHES);
  const wrong = !start || !end || end <= start;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (wrong) return;
        const times = {
          startsAt: atLocal(day, start).toISOString(),
          endsAt: atLocal(day, end).toISOString(),
        };
        if (shift) {
          save.mutate(
            { params: { id: shift.id }, body: { version: shift.version, ...times } },
            { onSuccess: onDone },
          );
        } else add.mutate({ body: { carerId: carer.id, day, ...times } }, { onSuccess: onDone });
      }}
    >
      <label>
        从 <TimeInput autoFocus value={start} onChange={setStart} />
      </label>
      <label>
        到 <TimeInput value={end} onChange={setEnd} />
      </label>
      {wrong && <span className="field-error">下班要晚于上班</span>}
      <Problem problem={add.error ?? save.error} />
      <span className="row">
        <Button
          size="small"
          type="primary"
          htmlType="submit"
          disabled={wrong}
          loading={add.isPending || save.isPending}
        >
          保存
        </Button>
        <Button size="small" onClick={onDone}>
          取消
        </Button>
      </span>
    </form>
  );
}

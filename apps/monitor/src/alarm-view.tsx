import { AlarmFigures } from './alarm-figures';
import { AlarmGrid } from './alarm-grid';
import { AlarmMap } from './alarm-map';
import { AlarmStream, type StreamRow } from './alarm-stream';
import type { Watched } from './tones';

/** The first view (报警): map, figures, stream and grid, now or as they were. */
export function AlarmView({
  watched,
  rows,
  now,
  most,
  replayed = false,
}: {
  watched: Watched[] | null;
  rows: StreamRow[] | null;
  now: Date;
  /** Alarms that the stream has room for. */
  most: number;
  replayed?: boolean;
}) {
  return (
    <main className="zones alarm-zones">
      <AlarmMap watched={watched} replayed={replayed} />
      <AlarmFigures watched={watched} replayed={replayed} />
      <AlarmStream alarms={rows} now={now} most={most} replayed={replayed} />
      <AlarmGrid watched={watched} now={now} replayed={replayed} />
    </main>
  );
}

import { OversightEngine } from './engine';
import type { OversightConfig } from './model';
import { lineText, ReplayReader, summaryText, type Input } from './replay-format';

/**
 * What would have happened on a log (`heling oversight replay`): the lines are read twice, first to check all of them, so that a
 * wrong one prints nothing. `lines` begins the log anew at each call. Throws `ReplayInputError`.
 */
export function replay(lines: () => Iterable<string>, print: (text: string) => void): void {
  const checker = new ReplayReader();
  for (const text of lines()) checker.read(text);
  checker.finish();
  const reader = new ReplayReader();
  let engine: OversightEngine | undefined;
  for (const text of lines()) {
    const read = reader.read(text);
    if (!engine) engine = new OversightEngine(read as OversightConfig, (line) => print(lineText(line)));
    else feed(engine, read as Input);
  }
  print(summaryText(engine!.summary()));
}

/** Gives an engine one input of a log. */
export function feed(engine: OversightEngine, input: Input): void {
  switch (input.type) {
    case 'raise':
    case 'clear':
    case 'heartbeat':
      engine.event(input);
      break;
    case 'end':
      engine.advance(input.at, true);
      break;
    default:
      engine.command(input);
  }
}

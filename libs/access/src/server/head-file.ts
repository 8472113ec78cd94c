import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import type { Head } from '../domain/audit-chain';

const NAME = 'audit-heads.ndjson';
/** Beyond so many lines the older ones are thinned out: all of the last thousand stay, of the rest every hundredth. */
const MOST = 20_000;
const KEPT_WHOLE = 1000;
const EVERY = 100;

/** The exported heads of the audit chain: one JSON object a line, outside the database. To be copied off the machine. */
@Injectable()
export class HeadFile {
  private readonly folder = process.env.HELING_STATE_DIR ?? '.heling';
  private lines?: number;
  private last = 0;

  /** `seq` of the newest head in the file, 0 when there is none. */
  lastSeq(): number {
    if (this.lines === undefined) {
      const lines = this.read();
      this.lines = lines.length;
      this.last = lines.reduce((most, line) => Math.max(most, seqOf(line)), 0);
    }
    return this.last;
  }

  append(head: Head): void {
    this.lastSeq();
    this.write('a', `${JSON.stringify(head)}\n`);
    this.last = head.seq;
    this.lines = (this.lines ?? 0) + 1;
    if (this.lines > MOST) this.thin();
  }

  private thin(): void {
    const lines = this.read();
    const old = lines.length - KEPT_WHOLE;
    const kept = lines.filter((_, i) => i >= old || i % EVERY === 0);
    this.write('w', `${kept.join('\n')}\n`, `${NAME}.new`);
    renameSync(path.join(this.folder, `${NAME}.new`), path.join(this.folder, NAME));
    this.lines = kept.length;
  }

  private read(): string[] {
    const file = path.join(this.folder, NAME);
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  }

  private write(flag: 'a' | 'w', text: string, name = NAME): void {
    mkdirSync(this.folder, { recursive: true });
    const file = openSync(path.join(this.folder, name), flag, 0o600);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }
}

/** A line that a crash cut off counts as none. */
function seqOf(line: string): number {
  try {
    return Number((JSON.parse(line) as { seq?: number }).seq ?? 0);
  } catch {
    return 0;
  }
}

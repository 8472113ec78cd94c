import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';

/** The only reader of the system clock. Under test, `HELING_CLOCK_FILE` holds an offset in milliseconds. */
@Injectable()
export class Clock {
  private readonly file = process.env.HELING_CLOCK_FILE;

  now(): Date {
    return new Date(Date.now() + (this.file ? Number(readFileSync(this.file, 'utf8')) : 0));
  }
}

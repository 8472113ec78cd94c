import { dayNumber } from './days';
import type { Value } from './tables';

/** PostgreSQL's epoch, 2000-01-01, in milliseconds. */
const EPOCH = 946_684_800_000;
const EPOCH_DAYS = EPOCH / 86_400_000;
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
const FIRST_SIZE = 1 << 18;

/** Writes rows in the binary format of COPY; the columns' types are those of the catalogue (`format_type`). */
export class CopyWriter {
  private buffer = Buffer.allocUnsafe(FIRST_SIZE);
  private at = 0;
  private readonly writers: ((value: Value) => void)[];

  constructor(types: readonly string[]) {
    this.writers = types.map((type) => this.writerOf(type));
    SIGNATURE.copy(this.buffer, 0);
    this.buffer.writeInt32BE(0, 11);
    this.buffer.writeInt32BE(0, 15);
    this.at = 19;
  }

  /** Bytes that wait to be taken. */
  get size(): number {
    return this.at;
  }

  row(values: readonly Value[]): void {
    const { writers } = this;
    if (values.length !== writers.length)
      throw new Error(`${writers.length} columns, ${values.length} values`);
    this.room(2);
    this.buffer.writeInt16BE(values.length, this.at);
    this.at += 2;
    for (let i = 0; i < values.length; i += 1) {
      const value = values[i]!;
      if (value === null || value === undefined) this.int32(-1);
      else writers[i]!(value);
    }
  }

  /** What has been written so far; the writer begins a new piece. `last`: with the trailer. */
  take(last = false): Buffer {
    if (last) {
      this.room(2);
      this.buffer.writeInt16BE(-1, this.at);
      this.at += 2;
    }
    const piece = this.buffer.subarray(0, this.at);
    this.buffer = Buffer.allocUnsafe(FIRST_SIZE);
    this.at = 0;
    return piece;
  }

  private room(bytes: number): void {
    if (this.at + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.at + bytes));
    this.buffer.copy(larger, 0, 0, this.at);
    this.buffer = larger;
  }

  private int32(value: number): void {
    this.room(4);
    this.at = this.buffer.writeInt32BE(value, this.at);
  }

  private int64(value: number): void {
    this.room(8);
    const high = Math.floor(value / 4_294_967_296);
    this.at = this.buffer.writeInt32BE(high, this.at);
    this.at = this.buffer.writeUInt32BE(value - high * 4_294_967_296, this.at);
  }

  /** A value whose length is known only once it is written. */
  private sized(write: () => void): void {
    this.int32(0);
    const from = this.at;
    write();
    this.buffer.writeInt32BE(this.at - from, from - 4);
  }

  private text(value: string): void {
    this.room(4 + value.length * 3);
    const written = this.buffer.write(value, this.at + 4, 'utf8');
    this.buffer.writeInt32BE(written, this.at);
    this.at += 4 + written;
  }

  private array(type: string, oid: number): (value: Value) => void {
    const element = this.writerOf(type);
    return (value) => {
      const list = value as readonly Value[];
      this.sized(() => {
        this.int32(list.length === 0 ? 0 : 1);
        this.int32(0);
        this.int32(oid);
        if (list.length === 0) return;
        this.int32(list.length);
        this.int32(1);
        for (const each of list) element(each);
      });
    };
  }

  /** `[from, to)`; null: open. */
  private range(write: (value: Value) => void): (value: Value) => void {
    return (value) => {
      const [from, to] = value as [Value, Value];
      this.sized(() => {
        this.room(1);
        this.at = this.buffer.writeUInt8(
          0x02 | (from === null ? 0x08 : 0) | (to === null ? 0x10 : 0),
          this.at,
        );
        if (from !== null) write(from);
        if (to !== null) write(to);
      });
    };
  }

  private writerOf(type: string): (value: Value) => void {
    switch (type) {
      case 'bigint':
        return (value) => {
          this.int32(8);
          if (typeof value === 'number') return this.int64(value);
          this.room(8);
          this.at = this.buffer.writeBigInt64BE(value as bigint, this.at);
        };
      case 'integer':
        return (value) => {
          this.int32(4);
          this.int32(value as number);
        };
      case 'smallint':
        return (value) => {
          this.int32(2);
          this.room(2);
          this.at = this.buffer.writeInt16BE(value as number, this.at);
        };
      case 'real':
        return (value) => {
          this.int32(4);
          this.room(4);
          this.at = this.buffer.writeFloatBE(value as number, this.at);
        };
      case 'double precision':
        return (value) => {
          this.int32(8);
          this.room(8);
          this.at = this.buffer.writeDoubleBE(value as number, this.at);
        };
      case 'boolean':
        return (value) => {
          this.int32(1);
          this.room(1);
          this.at = this.buffer.writeUInt8(value ? 1 : 0, this.at);
        };
      case 'text':
        return (value) => this.text(value as string);
      case 'jsonb':
        return (value) => {
          const json = JSON.stringify(value);
          this.sized(() => {
            this.room(1 + json.length * 3);
            this.at = this.buffer.writeUInt8(1, this.at);
            this.at += this.buffer.write(json, this.at, 'utf8');
          });
        };
      case 'bytea':
        return (value) => {
          const bytes = value as Uint8Array;
          this.int32(bytes.length);
          this.room(bytes.length);
          this.buffer.set(bytes, this.at);
          this.at += bytes.length;
        };
      case 'date':
        return (value) => {
          this.int32(4);
          this.int32(dayNumber(value as string) - EPOCH_DAYS);
        };
      case 'timestamp with time zone':
        return (value) => {
          this.int32(8);
          this.int64(((value as number) - EPOCH) * 1000);
        };
      case 'text[]':
        return this.array('text', 25);
      case 'bigint[]':
        return this.array('bigint', 20);
      case 'smallint[]':
        return this.array('smallint', 21);
      case 'date[]':
        return this.array('date', 1082);
      case 'tstzrange':
        return this.range(this.writerOf('timestamp with time zone'));
      case 'daterange':
        return this.range(this.writerOf('date'));
      default:
        throw new Error(`no binary form is known for the type ${type}`);
    }
  }
}

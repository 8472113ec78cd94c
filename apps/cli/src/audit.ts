import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { ChainWalk, forgedHead, type Break, type Head, type Mac } from '@heling/access/domain/audit-chain';
import { readChain, type Unsealed } from './audit-database';
import { InputError } from './input';
import { databaseUrl, secrets, stateDir } from './state';

interface Options {
  database?: string;
  heads?: string;
}

/** `heling audit …`: is the audit what was written? */
export function auditCommand(): Command {
  const audit = new Command('audit').description('the sealed audit (审计封存)');
  audit
    .command('verify')
    .description(
      'recompute the chain of seals: names the first broken link, a cut tail, and rows not yet sealed.\n' +
        'Needs HELING_AUDIT_KEY (or the secrets of the state folder). Exit code 0: whole, 1: broken, 2: bad input.',
    )
    .option('--database <url>', 'PostgreSQL to read; DATABASE_URL or the embedded database when absent')
    .option(
      '--heads <file>',
      'exported heads, best a copy from another machine; audit-heads.ndjson of the state folder',
    )
    .action(verify);
  return audit;
}

async function verify(options: Options): Promise<void> {
  const mac = macOf(auditKey());
  const heads = readHeads(options.heads);
  const forged = forgedHead(mac, heads ?? []);
  const walk = new ChainWalk(mac, heads ?? []);
  let broken = forged;
  const unsealed = await readChain(databaseUrl(options.database), (link) => {
    broken ??= walk.next(link);
    return broken === null;
  });
  broken ??= walk.end();
  const result = {
    ok: broken === null,
    sealed: walk.length,
    heads: heads === null ? null : heads.length,
    unsealed,
    break: broken,
    message: broken ? sentenceOf(broken) : wholeSentence(walk.length, heads, unsealed),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  if (broken) process.exitCode = 1;
}

function sentenceOf(found: Break): string {
  switch (found.kind) {
    case 'sealMissing':
      return `broken: seal ${found.seq} is missing`;
    case 'rowMissing':
      return `broken at seal ${found.seq}: audit row ${found.auditId} was deleted`;
    case 'changed':
      return `broken at seal ${found.seq}: audit row ${found.auditId} or its seal was changed`;
    case 'otherHistory':
      return `broken at seal ${found.seq}: the chain was written anew; on ${found.headAt} it read otherwise at audit row ${found.auditId}`;
    case 'tailCut':
      return `the tail is cut: the chain ends with seal ${found.seq}, but on ${found.headAt} it had reached seal ${found.headSeq}`;
    case 'headForged':
      return `broken: line ${found.line} of the heads was not signed under this key`;
  }
}

function wholeSentence(sealed: number, heads: Head[] | null, unsealed: Unsealed): string {
  const tail = heads === null ? '; without exported heads a cut tail cannot be seen' : '';
  const waiting = unsealed.count > 0 ? `; ${unsealed.count} rows are not sealed yet` : '';
  return `whole: ${sealed} seals${waiting}${tail}`;
}

function macOf(key: Buffer): Mac {
  return (text) => createHmac('sha256', key).update(text).digest('hex');
}

function auditKey(): Buffer {
  const given = process.env.HELING_AUDIT_KEY ?? secrets()?.keys?.HELING_AUDIT_KEY;
  if (!given) throw new InputError('HELING_AUDIT_KEY is not set, and the state folder holds no secrets');
  const key = Buffer.from(given, 'base64');
  if (key.length !== 32) throw new InputError('HELING_AUDIT_KEY must be 32 bytes in base64');
  return key;
}

/** The exported heads; null when none is named and the state folder has none. */
function readHeads(given: string | undefined): Head[] | null {
  const file = given ?? path.join(stateDir(), 'audit-heads.ndjson');
  if (!existsSync(file)) {
    if (given) throw new InputError(`no such file: ${given}`);
    return null;
  }
  const lines = readFileSync(file, 'utf8').split('\n');
  // What follows the last line break was cut off by a crash while it was written.
  lines.pop();
  return lines.map((line, i) => {
    const head = headOf(line);
    if (!head) throw new InputError(`${file}: line ${i + 1} is not a head`);
    return head;
  });
}

function headOf(line: string): Head | null {
  let head: Partial<Head>;
  try {
    head = JSON.parse(line) as Partial<Head>;
  } catch {
    return null;
  }
  const numbers = [head?.seq, head?.auditId].every(Number.isSafeInteger);
  const texts = [head?.mac, head?.at, head?.signature].every((text) => typeof text === 'string');
  return numbers && texts ? (head as Head) : null;
}

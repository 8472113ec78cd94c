import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { Vault } from '@heling/platform/server/vault';

/**
 * Files of evidence under `HELING_STATE_DIR/evidence`, outside any web root, named by the SHA-256 of their content and
 * sealed under the data key. Several api replicas share this folder (one volume).
 */
@Injectable()
export class EvidenceStore {
  private readonly folder = path.join(process.env.HELING_STATE_DIR ?? '.heling', 'evidence');

  constructor(@Inject(Vault) private readonly vault: Vault) {}

  /** Keeps the content; the same content is kept once. Answers its hash and its path below the folder. */
  async put(content: Uint8Array): Promise<{ sha256: Buffer; file: string }> {
    const sha256 = createHash('sha256').update(content).digest();
    const name = sha256.toString('hex');
    const file = path.join(name.slice(0, 2), name);
    const target = path.join(this.folder, file);
    await mkdir(path.dirname(target), { recursive: true });
    const half = `${target}.${randomUUID()}`;
    await writeFile(half, this.vault.seal(Buffer.from(content).toString('base64')), { mode: 0o600 });
    // Whole or not at all, whoever dies meanwhile.
    await rename(half, target);
    return { sha256, file };
  }

  /** Removes a file for good; no row may name it any more. */
  async remove(file: string): Promise<void> {
    await rm(path.join(this.folder, file), { force: true });
  }

  /** The content; undefined when the file is gone. Throws when it was tampered with. */
  async get(file: string): Promise<Buffer | undefined> {
    try {
      return Buffer.from(this.vault.open<string>(await readFile(path.join(this.folder, file))), 'base64');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }
}

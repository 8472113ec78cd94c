import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '@heling/platform/server/clock';
import { Vault } from '@heling/platform/server/vault';
import { problems } from './problems';

const VALID_MS = 10 * 60_000;

interface Ticket {
  ticket: 'newPassword' | 'enrol';
  accountId: number;
  /** Keyed hash of the password hash it was given for: once the password changes, the ticket is over. */
  state: string;
  /** The secret to enrol. */
  secret?: string;
  until: number;
}

/** What carries a sign-in from the password to the next step: sealed, ten minutes, kept nowhere. */
@Injectable()
export class Tickets {
  constructor(
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  write(ticket: Ticket['ticket'], accountId: number, passwordHash: string, secret?: string): string {
    const until = this.clock.now().getTime() + VALID_MS;
    const state = this.stateOf(passwordHash);
    return this.vault
      .seal({ ticket, accountId, state, secret, until } satisfies Ticket)
      .toString('base64url');
  }

  /** @throws Problem `access.ticket_over` when it is not one of ours, of another step, or late. */
  read(ticket: Ticket['ticket'], sealed: string): Ticket {
    let read: Ticket;
    try {
      read = this.vault.open<Ticket>(Buffer.from(sealed, 'base64url'));
    } catch {
      throw problems.ticketOver();
    }
    if (read.ticket !== ticket || read.until <= this.clock.now().getTime()) throw problems.ticketOver();
    return read;
  }

  fits(ticket: Ticket, passwordHash: string | null): boolean {
    return passwordHash !== null && ticket.state === this.stateOf(passwordHash);
  }

  private stateOf(passwordHash: string): string {
    return this.vault.mac('session', `ticket\0${passwordHash}`).toString('base64url');
  }
}

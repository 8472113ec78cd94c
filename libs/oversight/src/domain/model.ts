/** Priorities of alarms (ISA-18.2): P0 life, P1 important, P2 attention, P3 notice. */
export const PRIORITIES = ['P0', 'P1', 'P2', 'P3'] as const;
export type Priority = (typeof PRIORITIES)[number];

export type AlarmState =
  'active-unacked' | 'active-acked' | 'cleared-unacked' | 'shelved' | 'suppressed' | 'closed';
export type Change =
  | 'raised'
  | 'repeated'
  | 'cleared'
  | 'acked'
  | 'closed'
  | 'resolved'
  | 'shelved'
  | 'unshelved'
  | 'suppressed'
  | 'restored';

export interface SourceConfig {
  id: string;
  /** It is silent after three of these without a message. */
  heartbeatSeconds: number;
  /** Id of its gateway. */
  parent?: string;
  /** Watches a life: its silence is P1. */
  life?: boolean;
  /** Under maintenance (停用检修) until then, in milliseconds since 1970: heard, but neither judged nor missed. */
  outOfServiceUntil?: number;
}

export interface EscalationPolicy {
  /** `channels`: how somebody is called, the next when the one before brings no receipt. */
  steps: { afterSeconds: number; to: string; channels?: string[] }[];
  /** An acknowledged alarm that is not closed within this begins again. */
  resolveWithinSeconds?: number;
}

/** What an institution's alarms are judged by. */
export interface OversightConfig {
  /** Milliseconds since 1970. */
  start: number;
  sources: SourceConfig[];
  kinds: Record<string, { priority: Priority }>;
  escalation: Partial<Record<Priority, EscalationPolicy>>;
  people: Record<string, { reachable: boolean }>;
}

/** A message of a source. Times in milliseconds since 1970; `at` is its arrival. */
export interface DeviceEvent {
  type: 'raise' | 'clear' | 'heartbeat';
  at: number;
  eventAt?: number;
  source: string;
  kind?: string;
  seq?: number;
  /** It is known from elsewhere that this message was seen before. */
  repeated?: boolean;
}

/** What somebody does about the open alarm of a source and kind. */
export interface Command {
  type: 'ack' | 'resolve' | 'shelve' | 'unshelve';
  at: number;
  source: string;
  kind: string;
  by?: string;
  reason?: string;
  /** For shelve. */
  until?: number;
}

/** What the engine says; times in milliseconds since 1970. */
export type Line =
  | {
      at: number;
      alarm: string;
      change: Change;
      state: AlarmState;
      priority: Priority;
      occurrences: number;
    }
  | { at: number; alarm: string; notify: string; step: number; result: 'sent' | 'unreachable' }
  | { at: number; source: string; status: 'unknown' | 'known' | 'clock-skewed' }
  | { at: number; source: string; kind?: string; ignored: string }
  | { at: number; source: string; kind: string; refused: string };

export interface Summary {
  raised: number;
  open: number;
  closed: number;
  notified: number;
  unreachable: number;
  suppressed: number;
  p0: number;
  p0AnsweredWithin60s: number;
}

/** The kind of a source's silence. */
export const SILENT = 'silent';

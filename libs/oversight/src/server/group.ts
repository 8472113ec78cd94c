/** A device of a group as the engine's work needs it. */
export interface GroupDevice {
  id: number;
  code: string;
  parent_id: number | null;
  person_id: number | null;
  life: boolean;
  heartbeat_seconds: number;
  /** End of the maintenance under way. */
  out_until: Date | null;
}
export interface OnDuty {
  duty: string;
  account_id: number;
  contact: Buffer;
}
export interface Group {
  rootId: number;
  facilityId: number;
  division: string;
  org: number | null;
  devices: GroupDevice[];
  onDuty: OnDuty[];
  receiptSeconds: number;
}
/** What a person says about the alarm that they act on. */
export interface Said {
  /** The alarm; what else happens meanwhile is not theirs. */
  source: string;
  kind: string;
  by: number | null;
  reason?: string;
  outcome?: string;
  shelvedUntil?: Date;
}

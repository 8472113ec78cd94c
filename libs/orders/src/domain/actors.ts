/** Who gives a command: a role of the platform, `senior` (the person themselves) or `system` (a job). */
export type Actor =
  | 'city'
  | 'county'
  | 'street'
  | 'community'
  | 'dispatcher'
  | 'carer'
  | 'providerManager'
  | 'family'
  | 'senior'
  | 'system';

/** Those who order on behalf of somebody in their divisions. */
export const ORDERING_STAFF: readonly Actor[] = ['city', 'county', 'street', 'community', 'dispatcher'];
/** Those who dispatch. */
export const DISPATCHING: readonly Actor[] = ['city', 'county', 'dispatcher', 'providerManager'];

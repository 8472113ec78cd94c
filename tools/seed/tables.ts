/** A value of a row, before it is encoded by its column's type. Instants are milliseconds since 1970. */
export type Value =
  string | number | bigint | boolean | null | Uint8Array | readonly string[] | readonly number[] | object;

/** The tables of the city with the columns that it fills; a table stands after those that it refers to. */
export const TABLES = {
  divisions: 'code name level parent lng lat',
  management_units: 'code name county',
  management_unit_streets: 'unit street',
  orgs: 'id kind name division lng lat phone',
  facilities:
    'id kind name division org lng lat address phone area beds places opens licence licence_until fire_permit_until ' +
    'food_permit_until led_by partners services',
  facility_occupancy: 'facility_id day division org beds_taken places_taken reported_at',
  accounts: 'id kind login phone_index pii password_hash division org carer_id person_id created_at',
  account_roles: 'account_id role',
  account_scopes: 'account_id division org unit',
  services: 'code category form name unit minutes carers qualification gate contraindications active sort',
  service_prices: 'id org service price valid',
  service_areas: 'org service division',
  dishes: 'id org name price textures allergens kcal protein salt_mg',
  policies: 'key from_day value',
  carers: 'id org division pii sex birth_year lng lat transport max_minutes',
  carer_qualifications: 'carer_id org division code certificate valid_until',
  shifts: 'carer_id org division day starts_at ends_at state',
  households: 'id division',
  persons:
    'id division pii key_salt id_index phone_index no_id_reason sex birth status deceased_on living need_level priority ' +
    'household_id texture bath_sex lng lat created_at updated_at',
  person_tokens: 'token person_id division',
  residences: 'person_id division address valid_from valid_to recorded_at',
  contacts: 'id person_id division pii phone_index relation emergency',
  conditions: 'person_id division code since until',
  allergies: 'person_id division allergen',
  assessments:
    'person_id division standard assessed_on items diagnoses risk_events total level_by_score level adjustments state ' +
    'first_assessor first_signed_at second_assessor second_signed_at valid_until',
  consents: 'person_id division account_id relation covers basis granted_at expires_at',
  kitchen_days: 'id org day meal capacity taken cutoff_at window_start window_end sheet sheet_at',
  kitchen_day_dishes: 'kitchen_day dish_id',
  quotas: 'person_id division month authorised reserved consumed',
  delivery_rounds: 'id org division day meal courier_id state',
  standing_orders: 'id person_id division org service weekdays holidays window_start from_day created_by',
  orders:
    'id person_id division org service state day channel placed_by placed_at price subsidy self_pay pay_state kitchen_day ' +
    'standing_id override_reason cancel_reason charged_subsidy charged_self_pay version',
  order_lines: 'order_id line person_id division org dish_id texture quantity price',
  visits:
    'id order_id person_id division org service state day window_start window_end starts_at minutes carers_needed carers ' +
    'lng lat recipient round_id stop arrived_at done_at gate outcome version',
  visit_carers: 'visit_id slot carer_id person_id division org carer period released arrived_at check_in',
  transitions:
    'id order_id visit_id person_id division org carers command from_state to_state at account_id device note',
  ratings: 'order_id person_id division org stars comment account_id at',
  complaints:
    'id order_id person_id division org text account_id at state answer answered_by answered_at deduction version',
  payments:
    'id order_id person_id division org channel amount state reference account_id created_at paid_at refund refunded_at version',
  statements:
    'id org division month state visits amount subsidy self_pay deductions made_at first_signer first_signed_at ' +
    'second_signer second_signed_at version',
  statement_lines:
    'statement_id kind visit_id order_id org division service day price subsidy self_pay deduction reason',
  welfare_checks: 'id visit_id person_id division org opened_at state result closed_by closed_at version',
  devices:
    'id facility_id division org code model style parent_id room bed person_id life heartbeat_seconds credential ' +
    'enrolled_at active version',
  alarm_groups: 'root_id facility_id division org',
  escalation_policies: 'facility_id division org starts_at rules receipt_seconds set_by',
  duty_shifts: 'facility_id division org duty account_id contact starts_at ends_at',
  work_items: 'kind severity division org person_id subject subject_id facts due_at opened_at',
  benefit_packs:
    'id scheme pack_version jurisdiction effective_from data notice_days drafted_by drafted_at first_signer first_signed_at ' +
    'second_signer published_at version',
  entitlements:
    'id person_id division scheme state received source official_relative reason reviewer decider notice_until due_on ' +
    'granted_at version',
  entitlement_steps: 'entitlement_id person_id division at account_id step state reason',
  benefit_facts: 'person_id division kind valid_from valid_to grade detail recorded_by recorded_at',
  payees:
    'id person_id division sealed account_index proxy_relation valid_from proposed_by proposed_at state decided_by decided_at',
  benefit_balances: 'person_id scheme month division authorised reserved paid written_off',
  benefit_openings: 'id division sha256 rows fen imported_by imported_at',
  benefit_runs:
    'id division month state reached started_by started_at calculated_at first_signer second_signer signed_at closed_by ' +
    'closed_at version',
  benefit_payments:
    'id run_id person_id division month fen last_fen change change_reason state payee_id bank_code answered_at version',
  benefit_lines: 'run_id payment_id person_id division scheme month fen reason pack_id',
  benefit_files: 'run_id division file_no content sha256 rows fen made_at delivered_at',
  benefit_debts:
    'id person_id division scheme from_month to_month fen recovered written_off reason state instalments claimed_by ' +
    'claimed_at due_on version',
  benefit_ledger: 'at person_id division scheme month kind fen payment_id opening_id debt_id',
} as const;
export type TableName = keyof typeof TABLES;

/** Names of the columns of a table, in the order of its rows' values. */
export const columnsOf = (table: TableName): string[] => TABLES[table].split(' ');

/** Takes the rows as they are made. */
export interface Sink {
  row(table: TableName, values: readonly Value[]): void;
  /** Waits until what was given is on its way; called between pieces of work. */
  ready(): Promise<void>;
}

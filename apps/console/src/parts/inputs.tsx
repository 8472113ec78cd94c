'use client';
import type { ComponentProps } from 'react';
import { Input, InputNumber, Select } from 'antd';
import { Field } from './field';
import { optionsOf } from './options';

type Labelled = Omit<ComponentProps<typeof Field>, 'children'>;

/** A line of text. */
export function TextField({
  value,
  onChange,
  max,
  control = {},
  ...field
}: Labelled & {
  value: string;
  onChange: (value: string) => void;
  /** Most letters. */
  max?: number;
  control?: Pick<
    ComponentProps<typeof Input>,
    'type' | 'disabled' | 'autoFocus' | 'inputMode' | 'autoComplete'
  >;
}) {
  return (
    <Field {...field}>
      {(ids) => (
        <Input
          {...ids}
          {...control}
          {...(max ? { maxLength: max } : {})}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

/** A number within limits; empty is null. */
export function NumberField({
  value,
  onChange,
  min,
  max,
  step = 1,
  whole = false,
  ...field
}: Labelled & {
  value: number | null;
  onChange: (value: number | null) => void;
  min: number;
  max: number;
  step?: number;
  whole?: boolean;
}) {
  return (
    <Field {...field}>
      {(ids) => (
        <InputNumber
          {...ids}
          min={min}
          max={max}
          step={step}
          {...(whole ? { precision: 0 } : {})}
          value={value}
          onChange={onChange}
        />
      )}
    </Field>
  );
}

interface Picking<V extends string> {
  /** What can be chosen, by its name. */
  names: Record<V, string>;
  placeholder?: string;
  disabled?: boolean;
}

/** One of a few. */
export function PickField<V extends string>({
  value,
  onChange,
  names,
  placeholder,
  disabled = false,
  ...field
}: Labelled & Picking<V> & { value: V | null; onChange: (value: V) => void }) {
  return (
    <Field {...field}>
      {({ status: _status, ...ids }) => (
        <Select<V>
          {...ids}
          {...(placeholder ? { placeholder } : {})}
          disabled={disabled}
          value={value}
          options={optionsOf(names)}
          onChange={onChange}
        />
      )}
    </Field>
  );
}

/** One of a few, or none of them. */
export function MaybePickField<V extends string>({
  value,
  onChange,
  names,
  placeholder,
  disabled = false,
  ...field
}: Labelled & Picking<V> & { value: V | null; onChange: (value: V | null) => void }) {
  return (
    <Field {...field}>
      {({ status: _status, ...ids }) => (
        <Select<V | null>
          {...ids}
          {...(placeholder ? { placeholder } : {})}
          allowClear
          disabled={disabled}
          value={value}
          options={optionsOf(names)}
          onChange={(next) => onChange(next ?? null)}
        />
      )}
    </Field>
  );
}

/** Any of a few. */
export function PickManyField<V extends string>({
  value,
  onChange,
  names,
  ...field
}: Labelled & Pick<Picking<V>, 'names'> & { value: V[]; onChange: (value: V[]) => void }) {
  return (
    <Field {...field}>
      {({ status: _status, ...ids }) => (
        <Select<V[]> {...ids} mode="multiple" value={value} options={optionsOf(names)} onChange={onChange} />
      )}
    </Field>
  );
}

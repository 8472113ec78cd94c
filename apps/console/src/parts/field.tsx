'use client';
import { useId, type ReactNode } from 'react';

/** A labelled control with its hint and what is wrong with it. `children` gets the ids to put on the control. */
export function Field({
  label,
  required = false,
  hint,
  error,
  wide = false,
  children,
}: {
  label: string;
  required?: boolean;
  hint?: ReactNode;
  error?: string | null | undefined;
  /** Takes the whole width of its form. */
  wide?: boolean;
  children(ids: {
    id: string;
    'aria-describedby'?: string;
    'aria-invalid'?: boolean;
    'aria-required'?: boolean;
    status?: 'error';
  }): ReactNode;
}) {
  const id = useId();
  const about = error || hint ? `${id}-about` : undefined;
  return (
    <div className={`field ${wide ? 'field-wide' : ''}`}>
      <label htmlFor={id}>
        {label}
        {required && <span className="required">（必填）</span>}
      </label>
      {children({
        id,
        ...(about ? { 'aria-describedby': about } : {}),
        ...(error ? { 'aria-invalid': true, status: 'error' as const } : {}),
        ...(required ? { 'aria-required': true } : {}),
      })}
      {about && (
        <div id={about} className={error ? 'field-error' : 'field-hint'} role={error ? 'alert' : undefined}>
          {error ?? hint}
        </div>
      )}
    </div>
  );
}

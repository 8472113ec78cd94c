import { useId, type ReactNode } from 'react';

/** One of a few, as large buttons. */
export function Choice<T extends string | number>({
  legend,
  value,
  options,
  columns = false,
  onChoose,
}: {
  legend: string;
  value: T | null;
  options: { value: T; label: ReactNode; off?: boolean }[];
  /** Three columns of equal width, for many short ones. */
  columns?: boolean;
  onChoose: (value: T) => void;
}) {
  const name = useId();
  return (
    <fieldset className={`choice ${columns ? 'columns' : ''}`}>
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            disabled={option.off}
            onChange={() => onChoose(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** Several of a few, as large buttons. */
export function Choices<T extends string | number>({
  legend,
  values,
  options,
  onChange,
}: {
  legend: string;
  values: readonly T[];
  options: { value: T; label: ReactNode }[];
  onChange: (values: T[]) => void;
}) {
  return (
    <fieldset className="choice">
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="checkbox"
            checked={values.includes(option.value)}
            onChange={(event) =>
              onChange(
                event.target.checked
                  ? [...values, option.value]
                  : values.filter((value) => value !== option.value),
              )
            }
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

export interface TextProps {
  label: string;
  value: string;
  onType: (text: string) => void;
  type?: 'text' | 'tel' | 'password' | 'date';
  inputMode?: 'text' | 'numeric' | 'decimal' | 'tel';
  autoComplete?: string;
  maxLength?: number;
  hint?: string;
  className?: string;
}
/** A line of text. */
export function TextField({ label, value, onType, hint, className = '', type = 'text', ...rest }: TextProps) {
  const id = useId();
  return (
    <label className={`field ${className}`}>
      <span>{label}</span>
      <input
        {...rest}
        type={type}
        value={value}
        aria-describedby={hint ? id : undefined}
        onChange={(event) => onType(event.target.value)}
      />
      {hint && (
        <span id={id} className="muted">
          {hint}
        </span>
      )}
    </label>
  );
}

/** Several lines of text. */
export function TextArea({
  label,
  value,
  onType,
  maxLength,
}: Pick<TextProps, 'label' | 'value' | 'onType' | 'maxLength'>) {
  return (
    <label className="field">
      <span>{label}</span>
      <textarea value={value} maxLength={maxLength} onChange={(event) => onType(event.target.value)} />
    </label>
  );
}

/** Yes or no. */
export function Tick({
  label,
  value,
  onChange,
}: {
  label: string;
  value: boolean;
  onChange: (on: boolean) => void;
}) {
  return (
    <label className="field tick">
      <span>{label}</span>
      <input type="checkbox" checked={value} onChange={(event) => onChange(event.target.checked)} />
    </label>
  );
}

const STAR_WORDS = ['很不满意', '不满意', '一般', '满意', '很满意'];
/** One to five large stars, each with a word. */
export function Stars({ value, onChoose }: { value: number; onChoose: (stars: number) => void }) {
  const name = useId();
  return (
    <div>
      <fieldset className="stars">
        <legend>打几颗星？</legend>
        {STAR_WORDS.map((word, index) => (
          <label key={word}>
            <input
              type="radio"
              name={name}
              aria-label={`${index + 1} 星，${word}`}
              checked={value === index + 1}
              onChange={() => onChoose(index + 1)}
            />
            <span aria-hidden="true">{index < value ? '★' : '☆'}</span>
          </label>
        ))}
      </fieldset>
      <p aria-live="polite">{value > 0 ? `${value} 星：${STAR_WORDS[value - 1]}` : '还没有打星'}</p>
    </div>
  );
}

/** A small number with large buttons. */
export function Counter({
  label,
  value,
  min,
  max,
  unit,
  onChange,
}: {
  label: string;
  value: number;
  min: number;
  max: number;
  unit: string;
  onChange: (value: number) => void;
}) {
  return (
    <div className="row apart" role="group" aria-label={label}>
      <span className="strong">{label}</span>
      <span className="counter">
        <button
          type="button"
          className="button narrow"
          aria-label={`${label}减少`}
          disabled={value <= min}
          onClick={() => onChange(value - 1)}
        >
          −
        </button>
        <output aria-live="polite">
          {value} {unit}
        </output>
        <button
          type="button"
          className="button narrow"
          aria-label={`${label}增加`}
          disabled={value >= max}
          onClick={() => onChange(value + 1)}
        >
          ＋
        </button>
      </span>
    </div>
  );
}

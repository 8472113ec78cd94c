'use client';
import { useEffect, useRef, type ReactNode } from 'react';
import { TERMS } from '@heling/ui/glossary';

/** The head of a page: its title (also the tab's), what is beside it, and its actions at the right. */
export function PageHead({
  title,
  sub,
  actions,
  tab = title,
}: {
  title: string;
  sub?: ReactNode;
  actions?: ReactNode;
  /** Title of the browser's tab when the page's own names a person. */
  tab?: string;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${tab} · ${TERMS.console}`;
  }, [tab]);
  useEffect(() => {
    // After a step to another page the reader begins at its title; a field that has taken the focus keeps it.
    const at = document.activeElement;
    if (!at || at === document.body || at.closest('.rail')) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className="page-head">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {sub && <div className="page-sub">{sub}</div>}
      {actions && <div className="page-actions no-print">{actions}</div>}
    </div>
  );
}

/** A part of a page with a title of its own. */
export function Panel({
  title,
  actions,
  children,
  className = '',
}: {
  title: string;
  actions?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section className={`panel ${className}`} aria-label={title}>
      <div className="panel-head">
        <h2>{title}</h2>
        {actions && <div className="panel-actions no-print">{actions}</div>}
      </div>
      {children}
    </section>
  );
}

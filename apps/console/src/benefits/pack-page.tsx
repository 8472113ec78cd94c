'use client';
export function PackPage() {
  return null;
}

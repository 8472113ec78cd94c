'use client';
export function PacksPage() {
  return null;
}

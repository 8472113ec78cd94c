'use client';
import { Wall } from '../src/wall';

export default function Home() {
  return <Wall />;
}

'use client';
import { HomePage } from '../src/home/home-page';

export default function Page() {
  return <HomePage />;
}

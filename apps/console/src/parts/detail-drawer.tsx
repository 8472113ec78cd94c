'use client';
import { Drawer } from 'antd';
import type { ReactNode } from 'react';
import { useIdParam } from './use-param';

/** A drawer whose id stands in the address: it can be linked to, and Back closes it. */
export function DetailDrawer({
  param,
  title,
  width = 720,
  children,
}: {
  /** Name in the address, e.g. `open`. */
  param: string;
  title: string;
  width?: number;
  children(id: number, close: () => void): ReactNode;
}) {
  const [id, setId] = useIdParam(param);
  const close = () => setId(null, true);
  return (
    <Drawer title={title} open={id !== null} onClose={close} size={width} destroyOnHidden>
      {id !== null && children(id, close)}
    </Drawer>
  );
}

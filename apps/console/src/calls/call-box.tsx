'use client';
import { Modal } from 'antd';
export default function CallBox({ close }: { close(): void }) {
  return <Modal open title="来电" footer={null} onCancel={close} />;
}

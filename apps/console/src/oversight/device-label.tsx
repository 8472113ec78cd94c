'use client';
import { Button } from 'antd';
import { VERBS } from '@heling/ui/glossary';
import { Secret } from '../accounts/secret';
import { Dialog } from '../parts/dialog';
import type { Credential } from './model';
import styles from './oversight.module.css';

/** The credential, shown once: to copy, or to print as a QR code that is put on the device. */
export function DeviceLabel({
  credential,
  code,
  close,
}: {
  credential: Credential;
  code: string;
  close(): void;
}) {
  return (
    <Dialog title={`${code} 的密钥`} footer={null} onCancel={close} width={560}>
      <div className={styles.label}>
        <img src={credential.picture} width={240} height={240} alt={`设备 ${code} 的二维码`} />
        <dl className="facts">
          <dt>设备</dt>
          <dd>{code}</dd>
          <dt>用户名</dt>
          <dd>{credential.userName}</dd>
          <dt>上报主题</dt>
          <dd>{credential.topic}</dd>
        </dl>
      </div>
      <Secret label="设备密钥" value={credential.credential} />
      <div className={`row no-print ${styles.actions}`}>
        <Button type="primary" onClick={() => window.print()}>
          {VERBS.print}二维码
        </Button>
        <Button onClick={close}>{VERBS.close}</Button>
      </div>
    </Dialog>
  );
}

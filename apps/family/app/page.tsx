'use client';
import { accessMe } from '@heling/ui/api.gen';
import { useCall } from '@heling/ui/react/use-call';

export default function Home() {
  const me = useCall(accessMe, {});
  return <main>{me.data ? me.data.name : '请登录'}</main>;
}

import { Controller, Inject } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import type { RequestContext } from '@heling/platform/server/context';
import { Handle } from '@heling/platform/server/handle';
import {
  devicesRoute,
  enrolDeviceRoute,
  ingestRoute,
  maintainDeviceRoute,
  quarantineRoute,
  renewCredentialRoute,
} from '../contract/devices';
import { DevicesService } from './devices.service';
import { Ingest } from './ingest';
import { problems } from './problems';

/** The register of devices, and what they send over HTTPS. */
@Controller()
export class DevicesController {
  constructor(
    @Inject(DevicesService) private readonly devices: DevicesService,
    @Inject(Ingest) private readonly ingest: Ingest,
  ) {}

  @Handle(devicesRoute)
  list({ query }: Input<typeof devicesRoute>, ctx: RequestContext) {
    return this.devices.list(ctx, query);
  }
  @Handle(enrolDeviceRoute)
  enrol({ body }: Input<typeof enrolDeviceRoute>, ctx: RequestContext) {
    return this.devices.enrol(ctx, body);
  }
  @Handle(renewCredentialRoute)
  renew({ params, body }: Input<typeof renewCredentialRoute>, ctx: RequestContext) {
    return this.devices.renewCredential(ctx, params.id, body.version);
  }
  @Handle(maintainDeviceRoute)
  maintain({ params, body }: Input<typeof maintainDeviceRoute>, ctx: RequestContext) {
    return this.devices.maintain(ctx, params.id, body);
  }
  @Handle(quarantineRoute)
  quarantine({ query }: Input<typeof quarantineRoute>, ctx: RequestContext) {
    return this.devices.quarantine(ctx, query);
  }

  @Handle(ingestRoute)
  async take({ body }: Input<typeof ingestRoute>, _ctx: RequestContext): Promise<Output<typeof ingestRoute>> {
    const sender = await this.ingest.authenticate(body.institution, body.device, body.credential);
    if (!sender) throw problems.credential();
    await this.ingest.take(sender, Buffer.from(body.payload, 'base64'));
    return { stored: true };
  }
}

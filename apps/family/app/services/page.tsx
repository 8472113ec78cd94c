'use client';
import { addDays, businessDay } from '@heling/platform/domain/calendar';
import { ordersMenu } from '@heling/ui/api.gen';
import { yuan } from '@heling/ui/format';
import { useCall } from '@heling/ui/react/use-call';
import { AboutPerson } from '../../src/member';
import { useNow } from '../../src/now';
import { Loaded, Notice } from '../../src/parts/basics';
import { Icon, serviceIcon } from '../../src/parts/icons';
import { PersonSwitch } from '../../src/person-switch';
import type { Me, Person } from '../../src/session';
import { Link } from '../../src/parts/link';

export default function Services() {
  return (
    <AboutPerson title="订服务" back="/">
      {(person, me) => <Menu person={person} me={me} />}
    </AboutPerson>
  );
}

/** All services with what they cost this person; what cannot be had says why. */
function Menu({ person, me }: { person: Person; me: Me }) {
  const day = addDays(businessDay(useNow()), 1);
  const menu = useCall(ordersMenu, { body: { personId: person.id, day } });
  return (
    <>
      <PersonSwitch me={me} person={person} />
      <Loaded query={menu}>
        {({ services, remaining }) => {
          const offered = services.filter(
            (service) => service.active && ['visit', 'meal'].includes(service.form),
          );
          if (offered.length === 0) return <Notice title="还没有可以预约的服务">请打电话问问社区。</Notice>;
          return (
            <>
              {remaining !== null && <p>本月补贴还剩 {yuan(Math.max(0, remaining))}</p>}
              <ul className="list">
                {offered.map((service) => {
                  const [offer] = service.offers;
                  const [stop] = service.stops;
                  const to =
                    service.form === 'meal'
                      ? `/lunch/?meal=${service.code}`
                      : `/book/?service=${service.code}`;
                  return (
                    <li key={service.code}>
                      {offer && !stop ? (
                        <Link className="card row" to={to}>
                          <Icon name={serviceIcon(service.code)} size={36} />
                          <span style={{ flex: 1 }}>
                            <span className="strong">{service.name}</span>
                            <br />
                            自己付 {yuan((offer.split ?? { selfPay: offer.price }).selfPay)}
                            {service.form === 'meal' ? '起' : ` · ${service.minutes} 分钟`}
                          </span>
                          <span className="go">订 ›</span>
                        </Link>
                      ) : (
                        <div className="card stack">
                          <span className="row">
                            <Icon name={serviceIcon(service.code)} size={36} />
                            <span className="strong">{service.name}</span>
                          </span>
                          {stop ? (
                            <Notice tone="stop" title="现在不能订">
                              <span>{stop.detail}</span>
                            </Notice>
                          ) : (
                            <span className="muted">您的社区还没有机构提供这项服务。</span>
                          )}
                        </div>
                      )}
                    </li>
                  );
                })}
              </ul>
            </>
          );
        }}
      </Loaded>
    </>
  );
}

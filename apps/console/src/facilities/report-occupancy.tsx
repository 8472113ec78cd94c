'use client';
import { useState } from 'react';
import { Button, InputNumber } from 'antd';
import { addDays, businessDay } from '@heling/platform/domain/calendar';
import { placesFacilities, placesFacility, placesReportOccupancy } from '@heling/ui/api.gen';
import { useCommand } from '@heling/ui/react/use-call';
import { DayInput } from '../calendar/day-input';
import { Field } from '../parts/field';
import { Panel } from '../parts/page-head';
import { Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import { useNow } from '../parts/use-now';
import type { FacilityAnswer } from './model';

/** Reports how many beds and places are taken, today or up to a week back. */
export function ReportOccupancy({ facility, onDone }: { facility: FacilityAnswer; onDone: () => void }) {
  const today = businessDay(useNow(60_000));
  const toasts = useToasts();
  const [day, setDay] = useState(today);
  const [beds, setBeds] = useState<number | null>(facility.occupancy.bedsTaken);
  const [places, setPlaces] = useState<number | null>(facility.occupancy.placesTaken);
  const report = useCommand(placesReportOccupancy, [placesFacility, placesFacilities]);
  const needBeds = facility.beds > 0 && beds === null;
  const needPlaces = facility.places > 0 && places === null;
  return (
    <Panel title="上报入住">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (needBeds || needPlaces) return;
          report.mutate(
            { params: { id: facility.id }, body: { day, bedsTaken: beds ?? 0, placesTaken: places ?? 0 } },
            {
              onSuccess: () => {
                toasts.done('已上报');
                onDone();
              },
            },
          );
        }}
      >
        <div className="fields">
          <Field label="哪一天" hint="可以补报最近 7 天">
            {(ids) => (
              <DayInput id={ids.id} value={day} min={addDays(today, -7)} max={today} onChange={setDay} />
            )}
          </Field>
          {facility.beds > 0 && (
            <Field
              label={`已用床位（共 ${facility.beds} 张）`}
              required
              hint={beds !== null && beds > facility.beds ? '比床位总数多，请核对' : undefined}
            >
              {(ids) => (
                <InputNumber
                  {...ids}
                  autoFocus
                  min={0}
                  max={5000}
                  precision={0}
                  value={beds}
                  onChange={setBeds}
                />
              )}
            </Field>
          )}
          {facility.places > 0 && (
            <Field label={`日托人数（共 ${facility.places} 人）`} required>
              {(ids) => (
                <InputNumber {...ids} min={0} max={5000} precision={0} value={places} onChange={setPlaces} />
              )}
            </Field>
          )}
        </div>
        <Problem problem={report.error} />
        <p className="row">
          <Button
            type="primary"
            htmlType="submit"
            loading={report.isPending}
            disabled={needBeds || needPlaces}
          >
            上报
          </Button>
          <Button onClick={onDone}>取消</Button>
        </p>
      </form>
    </Panel>
  );
}

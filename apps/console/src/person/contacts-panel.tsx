'use client';
import { Button, Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import type { PersonPage } from '@heling/people/contract/persons';
import { normalisePhone } from '@heling/people/domain/identity';
import { RELATION_NAMES, type Relation } from '@heling/people/domain/person';
import { peopleAddContact, peopleEditContact, peopleRemoveContact } from '@heling/ui/api.gen';
import { call } from '@heling/ui/client';
import { useConfirm } from '../parts/confirm';
import { Field } from '../parts/field';
import { Mark } from '../parts/marks';
import { optionsOf } from '../parts/options';
import { Panel } from '../parts/page-head';
import { Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import { useRecordEdit } from './record-edit';
import { RecordForm } from './record-form';
import type { Unmasked } from './unmask';

type Contact = PersonPage['contacts'][number];

/** Whom to call, with what the caller may change. */
export function ContactsPanel({
  page,
  shown,
  keeps,
}: {
  page: PersonPage;
  shown: Unmasked | null;
  keeps: boolean;
}) {
  const [editing, setEditing] = useState<Contact | 'new' | null>(null);
  const edit = useRecordEdit(page);
  const confirm = useConfirm();
  const toasts = useToasts();
  const remove = async (contact: Contact) => {
    const sure = await confirm({
      title: `删除联系人 ${contact.name}？`,
      consequences: ['以后这个号码来电，不会再弹出这位老人'],
      verb: '删除',
      danger: true,
    });
    if (!sure) return;
    const done = await edit.run(() =>
      call(peopleRemoveContact, {
        params: { id: page.id, contactId: contact.id },
        body: { version: page.version },
      }),
    );
    if (done) toasts.done('联系人已删除');
  };
  return (
    <Panel title="联系人" actions={keeps && <Button onClick={() => setEditing('new')}>增加</Button>}>
      {page.contacts.length === 0 && <p className="muted">没有联系人。出事时会找不到人，请尽快补上。</p>}
      <ul className="lines">
        {page.contacts.map((contact) => {
          const whole = shown?.contacts?.find((each) => each.id === contact.id);
          return (
            <li key={contact.id}>
              <span>
                {whole?.name ?? contact.name}{' '}
                <span className="muted">
                  {RELATION_NAMES[contact.relation as Relation] ?? contact.relation}
                </span>{' '}
                <span className="number">{whole?.phone ?? contact.phone}</span>{' '}
                {contact.emergency && <Mark tone="p3">紧急联系人</Mark>}
              </span>
              {keeps && (
                <span className="no-print">
                  <Button
                    type="link"
                    aria-label={`修改联系人 ${contact.name}`}
                    onClick={() => setEditing(contact)}
                  >
                    修改
                  </Button>
                  <Button
                    type="link"
                    danger
                    aria-label={`删除联系人 ${contact.name}`}
                    onClick={() => void remove(contact)}
                  >
                    删除
                  </Button>
                </span>
              )}
            </li>
          );
        })}
      </ul>
      <Problem problem={edit.problem} />
      {editing && (
        <ContactDrawer
          page={page}
          contact={editing === 'new' ? null : editing}
          close={() => setEditing(null)}
        />
      )}
    </Panel>
  );
}

function ContactDrawer({
  page,
  contact,
  close,
}: {
  page: PersonPage;
  contact: Contact | null;
  close(): void;
}) {
  const edit = useRecordEdit(page);
  const toasts = useToasts();
  const [name, setName] = useState('');
  const [phone, setPhone] = useState('');
  const [relation, setRelation] = useState<Relation>((contact?.relation as Relation | undefined) ?? 'child');
  const [emergency, setEmergency] = useState(contact?.emergency ?? page.contacts.length === 0);
  const fault = phone && normalisePhone(phone) === undefined ? '电话号码有误' : null;
  const save = async () => {
    const done = await edit.run((version) =>
      contact
        ? call(peopleEditContact, {
            params: { id: page.id, contactId: contact.id },
            body: {
              version,
              ...(relation !== contact.relation ? { relation } : {}),
              ...(emergency !== contact.emergency ? { emergency } : {}),
              ...(name.trim() ? { name: name.trim() } : {}),
              ...(phone.trim() ? { phone } : {}),
            },
          })
        : call(peopleAddContact, {
            params: { id: page.id },
            body: { version, relation, emergency, name: name.trim(), phone },
          }),
    );
    if (!done) return;
    toasts.done(contact ? '联系人已修改' : '联系人已增加');
    close();
  };
  return (
    <RecordForm
      title={contact ? '修改联系人' : '增加联系人'}
      edit={edit}
      disabled={fault !== null || (!contact && (!name.trim() || !phone.trim()))}
      onSave={() => void save()}
      close={close}
    >
      <div className="fields">
        <Field
          label="姓名"
          required={!contact}
          hint={contact ? `现为 ${contact.name}，不改就空着` : undefined}
        >
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              maxLength={40}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field
          label="电话"
          required={!contact}
          error={fault}
          hint={contact ? `现为 ${contact.phone}，不改就空着` : undefined}
        >
          {(ids) => (
            <Input {...ids} maxLength={30} value={phone} onChange={(event) => setPhone(event.target.value)} />
          )}
        </Field>
        <Field label="与老人的关系">
          {({ status: _status, ...ids }) => (
            <Select {...ids} value={relation} onChange={setRelation} options={optionsOf(RELATION_NAMES)} />
          )}
        </Field>
        <Field label="紧急联系人">
          {({ id }) => (
            <Checkbox id={id} checked={emergency} onChange={(event) => setEmergency(event.target.checked)}>
              出事时先联系
            </Checkbox>
          )}
        </Field>
      </div>
    </RecordForm>
  );
}

import ListChecks from '@lucide/svelte/icons/list-checks';
import Map from '@lucide/svelte/icons/map';
import Inbox from '@lucide/svelte/icons/inbox';
import FolderInput from '@lucide/svelte/icons/folder-input';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import Briefcase from '@lucide/svelte/icons/briefcase';
import Radio from '@lucide/svelte/icons/radio';
import Users from '@lucide/svelte/icons/users';
import Building from '@lucide/svelte/icons/building';
import MailX from '@lucide/svelte/icons/mail-x';
import FileStack from '@lucide/svelte/icons/file-stack';
import FileText from '@lucide/svelte/icons/file-text';
import type { Component } from 'svelte';
import type { Role } from '../../../api/accounts/terms.ts';
import { m } from '../../paraglide/messages.js';
import type { ConsolePlace } from '../console-router.ts';

export type Section = {
  href: string;
  name: () => string;
  icon: Component<{ size?: number }>;
  /** Pages that stand below it. */
  pages: ConsolePlace['page'][];
  roles: Role[];
  counted?: 'work' | 'parcels' | 'enquiries';
};

export type SectionGroup = { name: (() => string) | null; sections: Section[] };

const groups: SectionGroup[] = [
  {
    name: null,
    sections: [
      {
        href: '/console',
        name: m.console_work,
        icon: ListChecks,
        pages: ['work', 'review'],
        roles: ['publisher', 'reviewer'],
        counted: 'work',
      },
      {
        href: '/console/parcels',
        name: m.console_parcels,
        icon: Map,
        pages: ['parcels', 'parcel', 'winner'],
        roles: ['publisher', 'reviewer'],
        counted: 'parcels',
      },
      {
        href: '/console/intake',
        name: m.console_intake,
        icon: FolderInput,
        pages: ['intakes', 'intake'],
        roles: ['publisher'],
      },
      {
        href: '/console/enquiries',
        name: m.console_enquiries,
        icon: Inbox,
        pages: ['enquiries'],
        roles: ['publisher'],
        counted: 'enquiries',
      },
      {
        href: '/console/projects',
        name: m.console_projects,
        icon: Briefcase,
        pages: ['projects', 'project', 'new-project'],
        roles: ['publisher', 'reviewer'],
      },
      {
        href: '/console/agreements',
        name: m.console_agreements,
        icon: FileText,
        pages: ['agreements', 'agreement', 'new-agreement'],
        roles: ['publisher', 'reviewer'],
      },
      {
        href: '/console/templates',
        name: m.console_templates,
        icon: FileStack,
        pages: ['templates', 'template', 'propose-template'],
        roles: ['publisher', 'reviewer'],
      },
      {
        href: '/console/events',
        name: m.console_events,
        icon: Radio,
        pages: ['events', 'event', 'new-event', 'rundown'],
        roles: ['host'],
      },
    ],
  },
  {
    name: m.console_look_up,
    sections: [
      {
        href: '/console/audit',
        name: m.console_audit,
        icon: ShieldCheck,
        pages: ['audit'],
        roles: ['auditor', 'admin'],
      },
    ],
  },
  {
    name: m.console_administration,
    sections: [
      { href: '/console/people', name: m.console_people, icon: Users, pages: ['people'], roles: ['admin'] },
      {
        href: '/console/departments',
        name: m.console_departments,
        icon: Building,
        pages: ['departments'],
        roles: ['admin'],
      },
      {
        href: '/console/letters',
        name: m.console_letters,
        icon: MailX,
        pages: ['letters'],
        roles: ['admin'],
      },
    ],
  },
];

/** What a role may open; groups of which nothing is left are left out. */
export function sectionsOf(role: Role): SectionGroup[] {
  return groups
    .map(({ name, sections }) => ({ name, sections: sections.filter(({ roles }) => roles.includes(role)) }))
    .filter(({ sections }) => sections.length > 0);
}

const homes: Record<Role, string> = {
  investor: '/account',
  publisher: '/console',
  reviewer: '/console',
  host: '/console/events',
  auditor: '/console/audit',
  admin: '/console/people',
};

/** Where a role begins; its own account where there is nothing else for it yet. */
export function homeOf(role: Role): string {
  return homes[role];
}

export function mayOpen(role: Role, page: ConsolePlace['page']): boolean {
  return sectionsOf(role).some(({ sections }) => sections.some(({ pages }) => pages.includes(page)));
}

import type { PublicCity } from '../../../api/city/schema.ts';
import type { Parcel } from '../../../api/parcels/schema.ts';

/** The department a draft names, as investors meet it; else the one that answers now, else the city's first. */
export function previewContact(
  written: string | undefined,
  standing: Parcel | null,
  { departments }: PublicCity,
): Pick<Parcel, 'department' | 'contact'> {
  const named = departments.find(({ code }) => code === written);
  if (named === undefined && standing !== null)
    return { department: standing.department, contact: standing.contact };
  const department = named ?? departments[0];
  if (department === undefined) throw new Error('a city has a department');
  const { code, name, group, officer, phone, hours, address } = department;
  return {
    department: { code, name: name['zh-CN'], nameEn: name.en },
    contact: {
      organisation: name['zh-CN'],
      organisationEn: name.en,
      group: group?.['zh-CN'] ?? null,
      groupEn: group?.en ?? null,
      officer: officer['zh-CN'],
      officerEn: officer.en,
      phone,
      hours: hours['zh-CN'],
      hoursEn: hours.en,
      address: address['zh-CN'],
      addressEn: address.en,
    },
  };
}

import type { PublicCity } from '../../../api/city/schema.ts';
import { departmentOf } from '../../../api/enquiries/routing-rules.ts';
import type { Parcel } from '../../../api/parcels/schema.ts';
import type { Locale } from '../../../api/units/rules.ts';
import { contactWords } from '../../parcels/contact-words.ts';

/** 承办: which department a question will go to, and who is named there. */
export type Answerer = {
  department: string;
  organisation: string;
  /** Null where the city's own line answers. */
  officer: string | null;
  phone: string;
  hours: string;
};

type Asked = Pick<Parcel, 'code' | 'department' | 'contact'>;

/** By the rule that the server routes by. */
export function answererOf(
  parcels: readonly Asked[],
  { hotline, departments, footer }: Pick<PublicCity, 'hotline' | 'departments' | 'footer'>,
  locale: Locale,
): Answerer {
  const asked = parcels.map(({ code, department }) => ({ code, departmentCode: department.code }));
  const department = departmentOf(asked, hotline.department);
  const parcel = parcels.find((one) => one.department.code === department);
  if (parcel !== undefined) {
    const { officer, organisation, hours } = contactWords(parcel.contact, locale);
    return { department, organisation, officer, phone: parcel.contact.phone, hours };
  }
  const city = departments.find(({ code }) => code === department);
  return {
    department,
    organisation: (city?.name ?? footer.host)[locale],
    officer: null,
    phone: hotline.phone,
    hours: hotline.hours[locale],
  };
}

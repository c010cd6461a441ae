import type { investorClasses, projectChannels } from '../../../api/agreements/terms.ts';
import { m } from '../../paraglide/messages.js';

export function investorWord(investor: (typeof investorClasses)[number]): string {
  return {
    'zhejiang-merchants': m.investor_zhejiang_merchants(),
    'central-enterprise': m.investor_central_enterprise(),
    'state-owned': m.investor_state_owned(),
    private: m.investor_private(),
    foreign: m.investor_foreign(),
    'hong-kong-macao': m.investor_hong_kong_macao(),
    taiwan: m.investor_taiwan(),
  }[investor];
}

export function channelWord(channel: (typeof projectChannels)[number]): string {
  return {
    enquiry: m.channel_enquiry(),
    visit: m.channel_visit(),
    event: m.channel_event(),
    chamber: m.channel_chamber(),
    referral: m.channel_referral(),
    other: m.channel_other(),
  }[channel];
}

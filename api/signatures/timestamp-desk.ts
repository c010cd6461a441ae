import type { TimestampAuthority } from '@libpdf/core';
import { OctetString } from 'asn1js';
import { AlgorithmIdentifier, MessageImprint, TimeStampReq, TimeStampResp } from 'pkijs';
import { answerTimestamp, type TimestampDesk } from './timestamp-responder.ts';

const sha256 = '2.16.840.1.101.3.4.2.1';

/** The demonstration's own timestamps, asked for as those of a real authority are, without a way through the network. */
export function ownTimestamps(desk: TimestampDesk): TimestampAuthority {
  return {
    async timestamp(digest) {
      const request = new TimeStampReq({
        version: 1,
        messageImprint: new MessageImprint({
          hashAlgorithm: new AlgorithmIdentifier({ algorithmId: sha256 }),
          hashedMessage: new OctetString({ valueHex: new Uint8Array(digest).buffer }),
        }),
        certReq: true,
      });
      const answer = await answerTimestamp(new Uint8Array(request.toSchema().toBER()), desk);
      const token = TimeStampResp.fromBER(answer).timeStampToken;
      if (token === undefined) throw new Error('the digest was not stamped');
      return new Uint8Array(token.toSchema().toBER());
    },
  };
}

// Reads cases from standard input, judges each with Digital Bazaar's packages, and writes the answers.
// Nothing is fetched: whatever is not among the documents of a case is refused.
import {readFileSync} from 'node:fs';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';

const answers = [];
for(const {credential, documents, now} of JSON.parse(readFileSync(0, 'utf8'))) {
  const documentLoader = async url => {
    const document = documents[url];
    if(document === undefined) {
      throw new Error(`not among the documents: ${url}`);
    }
    return {contextUrl: null, documentUrl: url, document};
  };
  const suite = new DataIntegrityProof({cryptosuite});
  const {verified, error, statusResult} = await vc.verifyCredential({
    credential, suite, documentLoader, now: new Date(now),
    checkStatus: async options => {
      const result = await checkStatus({...options, verifyMatchingIssuers: true});
      const set = result.results?.some(({status}) => status);
      return {...result, verified: result.verified && !set};
    }
  });
  const why = [error, ...(error?.errors ?? []), statusResult?.error].map(one => one?.message ?? '').join('; ');
  answers.push({verified, why});
}
process.stdout.write(JSON.stringify(answers));

import { createPrivateKey, X509Certificate } from "node:crypto";
import { describe, expect, test } from "vitest";
import { outcome, render } from "../test/render.ts";

/** The parts of an output, parted by lines of equal signs. */
function parts(template: string): string[] {
  return render(template).split("====\n");
}

const pair = "{{ $c.Cert }}====\n{{ $c.Key }}";

describe("certificates", () => {
  test("an authority signs itself and others", () => {
    const [ca, cert, key] = parts(
      `{{ $ca := genCA "my ca é" 365 }}{{ $c := genSignedCert "my.host" (list "1.2.3.4" "::1") (list "a.b" "*.c") 10 $ca }}{{ $ca.Cert }}====\n${pair}`,
    ) as [string, string, string];
    const authority = new X509Certificate(ca);
    const signed = new X509Certificate(cert);
    expect(authority.ca).toBe(true);
    expect(authority.verify(authority.publicKey)).toBe(true);
    expect(signed.ca).toBe(false);
    expect(signed.checkIssued(authority)).toBe(true);
    expect(signed.verify(authority.publicKey)).toBe(true);
    expect(signed.checkPrivateKey(createPrivateKey(key))).toBe(true);
    expect(key).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/);
    expect(signed.subject).toBe("CN=my.host");
    expect(signed.issuer).toBe("CN=my ca é");
    expect(signed.subjectAltName).toBe("DNS:a.b, DNS:*.c, IP Address:1.2.3.4, IP Address:0:0:0:0:0:0:0:1");
    expect(signed.validFrom).toBe("Nov 14 22:13:20 2023 GMT");
    expect(signed.validTo).toBe("Nov 24 22:13:20 2023 GMT");
    expect(signed.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]);
  });

  test.each([
    ["ecdsa", /^-----BEGIN EC PRIVATE KEY-----\n/],
    ["ed25519", /^-----BEGIN PRIVATE KEY-----\n/],
  ])("a key of the kind %s makes and signs certificates", (kind, form) => {
    const [cert, key] = parts(
      `{{ $k := genPrivateKey "${kind}" }}{{ $ca := genCAWithKey "ca" 1 $k }}{{ $c := genSignedCertWithKey "x" nil nil 1 $ca $k }}${pair}`,
    ) as [string, string];
    const signed = new X509Certificate(cert);
    expect(key).toMatch(form);
    expect(signed.verify(signed.publicKey)).toBe(true);
    expect(signed.subjectAltName).toBeUndefined();
  });

  test("a certificate that was made elsewhere is taken over as it is", () => {
    const [same] = parts(
      '{{ $s := genSelfSignedCert "s" nil (list "x.y") 1 }}{{ $c := buildCustomCert (b64enc $s.Cert) (b64enc $s.Key) }}{{ eq $c.Cert $s.Cert }}{{ eq $c.Key $s.Key }}',
    );
    expect(same).toBe("truetrue");
  });

  test.each([
    [
      '{{ genSelfSignedCert "a" (list 1) nil 1 }}',
      "error calling genSelfSignedCert: error parsing ip: 1 is not a string",
    ],
    ['{{ genSelfSignedCert "a" (list "x") nil 1 }}', "error calling genSelfSignedCert: error parsing ip: x"],
    [
      '{{ genSelfSignedCert "a" nil (list 1) 1 }}',
      "error calling genSelfSignedCert: error processing alternate dns name: 1 is not a string",
    ],
    ['{{ buildCustomCert "a" "b" }}', "error calling buildCustomCert: unable to decode base64 certificate"],
    ['{{ buildCustomCert "YQ==" "YQ==" }}', "error calling buildCustomCert: unable to decode certificate"],
    ['{{ genCAWithKey "x" 1 "y" }}', "error calling genCAWithKey: parsing private key: no PEM data in input"],
    ['{{ genSignedCert "a" nil nil 1 "x" }}', `can't handle "x" for arg of type sprig.certificate`],
    ['{{ genPrivateKey "zz" }}', "Unknown type zz"],
  ])("%s", (template, want) => {
    expect(outcome(template)).toContain(want);
  });
});

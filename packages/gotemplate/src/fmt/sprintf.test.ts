import { describe, expect, test } from "vitest";
import { DATA, outcome } from "../test/render.ts";

// What Go and Sprig answer.
const cases: readonly (readonly [template: string, want: string])[] = [
  [
    '{{ printf "%v %+v %#v %T" .a.m .a.m .a.m .a.m }}',
    'map[deep:map[er:yes]] map[deep:map[er:yes]] map[string]interface {}{"deep":map[string]interface {}{"er":"yes"}} map[string]interface {}',
  ],
  [
    '{{ printf "%d %5d|%-5d|%05d|%+d|%x|%X|%#x|%o|%#o|%O|%b|%c|%q|%U|%#U" 42 42 42 42 42 255 255 255 8 8 8 5 65 65 228 228 }}',
    "42    42|42   |00042|+42|ff|FF|0xff|10|010|0o10|101|A|'A'|U+00E4|U+00E4 'ä'",
  ],
  [
    '{{ printf "%f %.2f %8.3f|%-8.3f|%08.3f|%+.1f|%e|%E|%g|%G" 3.14159 3.14159 3.14159 3.14159 3.14159 3.14159 123456.789 0.000123 1e100 1e-7 }}',
    "3.141590 3.14    3.142|3.142   |0003.142|+3.1|1.234568e+05|1.230000E-04|1e+100|1E-07",
  ],
  [
    '{{ printf "%s|%10s|%-10s|%.2s|%q|%+q|%#q|%x|% x|%#x|%X" "héllo" "héllo" "héllo" "héllo" "é\\n" "é" "a" "hi" "hi" "hi" "hi" }}',
    'héllo|     héllo|héllo     |hé|"é\\n"|"\\u00e9"|`a`|6869|68 69|0x6869|6869',
  ],
  ['{{ printf "%t %v %5t|%q" true false true .words }}', 'true false  true|["pear" "apple" "fig" "apple"]'],
  [
    '{{ printf "%d" "a" }}{{ printf "%s" 1 }}{{ printf "%s" nil }}{{ printf "%z" 1 }}{{ printf "%d" }}{{ printf "%d" 1 2 }}{{ printf "%" }}{{ printf "%!" 1 }}',
    "%!d(string=a)%!s(int=1)%!s(<nil>)%!z(int=1)%!d(MISSING)1%!(EXTRA int=2)%!(NOVERB)%!!(int=1)",
  ],
  [
    '{{ printf "%[2]d %[1]d|%[3]d|%[x]d|%*d|%-*d|%.*f|%*d" 1 2 }}',
    "2 1|%!d(BADINDEX)|%!d(BADINDEX)|%!d(MISSING)|%!(BADWIDTH)%!d(MISSING)|%!(BADPREC)%!f(MISSING)|%!(BADWIDTH)%!d(MISSING)",
  ],
  ['{{ printf "%*d|%-*d|%.*f|%.[1]*d" 5 1 5 1 2 1.567 }}', "    1|1    |1.57|00001"],
  [
    '{{ printf "%d|%s|%v|%x" .l .l .l .l }}',
    "[%!d(float64=1) %!d(string=a) <nil> %!d(bool=true) %!d(float64=1.5) map[%!d(string=k):<nil>] [%!d(string=z)]]|[%!s(float64=1) a <nil> %!s(bool=true) %!s(float64=1.5) map[k:<nil>] [z]]|[1 a <nil> true 1.5 map[k:<nil>] [z]]|[0x1p+00 61 <nil> %!x(bool=true) 0x1.8p+00 map[6b:<nil>] [7a]]",
  ],
  ['{{ print 1 2 "a" "b" 3 nil }}|{{ println 1 "a" }}', "1 2ab3 <nil>|1 a\n"],
  [
    "{{ print 100000.0 1000000.0 1234567.0 1e20 1e21 1e-4 1e-5 0.1 2.50 -0.0 }}",
    "100000 1e+06 1.234567e+06 1e+20 1e+21 0.0001 1e-05 0.1 2.5 -0",
  ],
  ['{{ printf "%.0f %.0f %.0f %.1f %.20f" 0.5 1.5 2.5 0.25 0.1 }}', "0 2 2 0.2 0.10000000000000000555"],
  [
    '{{ printf "%x %X %b %.3x %#v %#g %#.3g" 1.0 1.5 1.0 1.1 1e6 1.0 1.0 }}',
    "0x1p+00 0X1.8P+00 4503599627370496p-52 0x1.19ap+00 1e+06 1.00000 1.00",
  ],
  ['{{ printf "%v %d %5.1f" (until 3) (until 3) (list 1.25 2.0) }}', "[0 1 2] [0 1 2] [  1.2   2.0]"],
  [
    '{{ float64 "inf" }} {{ float64 "-inf" }} {{ float64 "nan" }} {{ printf "%+f|%5.1f|%05f" (float64 "nan") (float64 "inf") (float64 "-inf") }}',
    "+Inf -Inf NaN +NaN| +Inf| -Inf",
  ],
];

describe("the verbs of fmt", () => {
  test.each(cases)("%s", (template, want) => {
    expect(outcome(template, DATA, { missingKey: "zero" })).toBe(want);
  });
});

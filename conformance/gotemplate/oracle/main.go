// Answers template probes with Go's own text/template and the real Sprig: one JSON object per line in, one per line out.
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sort"
	"strconv"
	"text/template"
	"time"

	"github.com/Masterminds/sprig/v3"
)

type probe struct {
	Template string            `json:"t"`
	Files    map[string]string `json:"files"`
	Name     string            `json:"name"`
	Data     any               `json:"d"`
	Missing  string            `json:"missing"`
	Plain    bool              `json:"plain"`
}

type answer struct {
	Output string `json:"o"`
	Error  string `json:"e,omitempty"`
}

type pair struct {
	Key   string
	Value any
	inner int
}

func (p pair) Describe(n int) string         { return fmt.Sprintf("%s/%d", p.Key, n) }
func (p pair) Fail() (string, error)         { return "", errors.New("it failed") }
func (p *pair) Pointed() string              { return "pointed " + p.Key }
func (p pair) Variadic(a string, b ...int) string { return fmt.Sprint(a, b) }

type named string

func (n named) String() string { return "named(" + string(n) + ")" }

// Values that templates cannot write down themselves.
func typed(kind string, text string) (any, error) {
	var i int64
	var f float64
	fmt.Sscan(text, &i)
	fmt.Sscan(text, &f)
	switch kind {
	case "int8":
		return int8(i), nil
	case "int16":
		return int16(i), nil
	case "int32":
		return int32(i), nil
	case "int64":
		return i, nil
	case "uint":
		return uint(i), nil
	case "uint8":
		return uint8(i), nil
	case "uint16":
		return uint16(i), nil
	case "uint32":
		return uint32(i), nil
	case "uint64":
		return strconv.ParseUint(text, 10, 64)
	case "float32":
		return float32(f), nil
	case "bytes":
		return []byte(text), nil
	case "error":
		return errors.New(text), nil
	case "named":
		return named(text), nil
	case "pair":
		return pair{text, 1, 2}, nil
	case "pairptr":
		return &pair{text, []any{"x", nil}, 3}, nil
	case "nilmap":
		return map[string]any(nil), nil
	case "nillist":
		return []any(nil), nil
	case "nilptr":
		return (*pair)(nil), nil
	case "floats":
		return []float64{1.5, 1e21, 3}, nil
	case "strings":
		return []string{"a b", "c"}, nil
	case "intmap":
		return map[int]string{3: "c", 1: "a", 2: "b"}, nil
	case "anymap":
		return map[any]any{"b": 1, 3: "c", 1: 2, true: 4, 1.5: nil}, nil
	case "boolmap":
		return map[bool]string{true: "t", false: "f"}, nil
	case "array":
		return [2]int{7, 8}, nil
	case "complex":
		return complex(f, 2), nil
	case "time":
		return time.Parse(time.RFC3339Nano, text)
	case "duration":
		return time.ParseDuration(text)
	}
	return nil, errors.New("unknown kind " + kind)
}

func answerFor(p probe) (a answer) {
	defer func() {
		if r := recover(); r != nil {
			a = answer{Error: fmt.Sprint("PANIC ", r)}
		}
	}()
	if p.Name == "" {
		p.Name = "t"
	}
	root := template.New("root").Funcs(template.FuncMap{"typed": typed})
	if !p.Plain {
		root.Funcs(sprig.TxtFuncMap())
	}
	if p.Missing != "" {
		root.Option("missingkey=" + p.Missing)
	}
	root.Funcs(template.FuncMap{"include": func(name string, data any) (string, error) {
		var out bytes.Buffer
		err := root.ExecuteTemplate(&out, name, data)
		return out.String(), err
	}})
	if p.Files == nil {
		p.Files = map[string]string{p.Name: p.Template}
	}
	names := make([]string, 0, len(p.Files))
	for name := range p.Files {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		if _, err := root.New(name).Parse(p.Files[name]); err != nil {
			return answer{Error: err.Error()}
		}
	}
	var out bytes.Buffer
	err := root.ExecuteTemplate(&out, p.Name, p.Data)
	a.Output = base64.StdEncoding.EncodeToString(out.Bytes())
	if err != nil {
		a.Error = err.Error()
	}
	return a
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(make([]byte, 1<<20), 1<<26)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	for in.Scan() {
		var p probe
		if err := json.Unmarshal(in.Bytes(), &p); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		encoder.Encode(answerFor(p))
	}
}

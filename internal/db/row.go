package db

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// appendRow writes a row as one line of JSON: an array, whole numbers as they
// are, bytes as base64.
func appendRow(line []byte, columns []Column, row []any) ([]byte, error) {
	line = append(line, '[')
	for i, v := range row {
		if i > 0 {
			line = append(line, ',')
		}
		var err error
		if line, err = appendValue(line, columns[i], v); err != nil {
			return nil, err
		}
	}
	return append(line, ']', '\n'), nil
}

func appendValue(line []byte, c Column, v any) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		return append(line, "null"...), nil
	case int64:
		if c.Type == "boolean" {
			return strconv.AppendBool(line, v != 0), nil
		}
		if c.Type == "integer" {
			return strconv.AppendInt(line, v, 10), nil
		}
	case bool:
		if c.Type == "boolean" {
			return strconv.AppendBool(line, v), nil
		}
	case string:
		if c.Type == "text" && utf8.ValidString(v) {
			text, err := json.Marshal(v)
			return append(line, text...), err
		}
	case []byte:
		if c.Type == "bytes" {
			line = append(line, '"')
			line = base64.StdEncoding.AppendEncode(line, v)
			return append(line, '"'), nil
		}
	}
	return nil, fmt.Errorf("db: %s holds a %T where a backup wants %s", c.Name, v, c.Type)
}

// readRow reads a line back into values that both drivers take.
func readRow(line []byte, columns []Column) ([]any, error) {
	var cells []any
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	if err := d.Decode(&cells); err != nil {
		return nil, err
	}
	if len(cells) != len(columns) {
		return nil, fmt.Errorf("db: a row has %d values for %d columns", len(cells), len(columns))
	}
	for i, v := range cells {
		var err error
		if cells[i], err = readValue(columns[i], v); err != nil {
			return nil, err
		}
	}
	return cells, nil
}

func readValue(c Column, v any) (any, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case bool:
		if c.Type == "boolean" {
			return v, nil
		}
	case json.Number:
		if c.Type == "integer" {
			return v.Int64()
		}
	case string:
		switch c.Type {
		case "text":
			return v, nil
		case "bytes":
			return base64.StdEncoding.DecodeString(v)
		}
	}
	return nil, fmt.Errorf("db: %s cannot be %v", c.Name, c.Type)
}

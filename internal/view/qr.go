package view

import (
	"strconv"

	"rsc.io/qr"
)

// qrPath draws a QR code as one path on a grid of side modules, two modules of
// quiet around it not counted. Level M mends a torn or dirty poster.
func qrPath(text string) (path string, side int) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", 1 // longer than a code can hold: the address in words stays
	}
	var b []byte
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			run := x
			for run < code.Size && code.Black(run, y) {
				run++
			}
			if run > x {
				b = appendBar(b, x, y, run-x)
				x = run
			}
		}
	}
	return string(b), code.Size
}

func appendBar(b []byte, x, y, wide int) []byte {
	b = strconv.AppendInt(append(b, 'M'), int64(x), 10)
	b = strconv.AppendInt(append(b, ' '), int64(y), 10)
	b = strconv.AppendInt(append(b, 'h'), int64(wide), 10)
	b = strconv.AppendInt(append(b, "v1h-"...), int64(wide), 10)
	return append(b, 'z')
}

func qrBox(side int) string {
	n := strconv.Itoa(side + 4)
	return "-2 -2 " + n + " " + n
}

//go:build ignore

// Icons draws the ring as the pictures that a phone puts on its home screen.
package main

import (
	"image"
	"image/color"
	"image/png"
	"log"
	"math"
	"os"
	"strconv"
)

var (
	deep = color.NRGBA{0x0A, 0x3A, 0x34, 0xFF}
	pale = color.NRGBA{0xCF, 0xE6, 0xDF, 0xFF}
	mari = color.NRGBA{0xF6, 0xBB, 0x42, 0xFF}
)

const fine = 8 // samples along each side of a pixel

func main() {
	for _, size := range []int{192, 512} {
		save("asset/dist/icon-"+strconv.Itoa(size)+".png", draw(size))
	}
}

// draw puts the ring inside the circle that every phone leaves uncut.
func draw(size int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	for y := range size {
		for x := range size {
			img.SetNRGBA(x, y, pixel(x, y, float64(size)))
		}
	}
	return img
}

func pixel(x, y int, size float64) color.NRGBA {
	var r, g, b float64
	for i := range fine * fine {
		u := (float64(x)+(float64(i%fine)+.5)/fine)/size - .5
		v := (float64(y)+(float64(i/fine)+.5)/fine)/size - .5
		c := at(u, v)
		r, g, b = r+float64(c.R), g+float64(c.G), b+float64(c.B)
	}
	const n = fine * fine
	return color.NRGBA{uint8(r / n), uint8(g / n), uint8(b / n), 0xFF}
}

// at is the colour of a point; the middle of the picture is 0, 0.
func at(u, v float64) color.NRGBA {
	d := math.Hypot(u, v)
	switch {
	case d < .21 || d > .30 || math.Abs(u) < .022:
		return deep
	case u < 0:
		return pale
	}
	return mari
}

func save(path string, img image.Image) {
	f, err := os.Create(path)
	if err != nil {
		log.Fatal(err)
	}
	if err := png.Encode(f, img); err != nil {
		log.Fatal(err)
	}
	if err := f.Close(); err != nil {
		log.Fatal(err)
	}
}

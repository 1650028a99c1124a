// Package atlas is the gazetteer's one file: towns sorted by their folded name
// and postal codes, written by gen and searched where it lies. Nothing is read
// when the program starts, so an idle server pays for none of it.
//
// The file, all numbers little-endian:
//
//	magic "ALG1"; counts of towns, regions and postal codes; offsets of the parts
//	regions    10 bytes each: country (2), the country's own code (8, padded)
//	columns     7 bytes a town: cell and marks (4), rank (1), region (2)
//	blocks      4 bytes each: where the names of every sixteenth town begin
//	names       a town: letters shared with the name before (1), length (1), the rest
//	zip index   2 bytes for each first three digits: where they begin
//	zips        4 bytes each: cell (25 bits), the last two digits (7)
package atlas

import "math"

// Cell is a square of S2 level 11 in 25 bits: its face and its place there.
type Cell uint32

// CellOf packs an S2 cell id of level 11; ID gives it back.
func CellOf(id uint64) Cell { return Cell(id >> 39) }

// ID is the S2 cell id.
func (c Cell) ID() uint64 { return uint64(c)<<39 | 1<<38 }

// Town is one row. Rank grows with the number of people, 17 steps for each
// doubling.
type Town struct {
	Name    string
	Country string // ISO 3166
	Code    string // the country's own code of the region
	Cell    Cell
	Rank    uint8
	Wide    bool // a county or a region, not a town
}

// RankOf is the rank of so many people.
func RankOf(people int) uint8 {
	if people < 1000 {
		return 1
	}
	return uint8(min(255, 1+math.Log2(float64(people)/1000)*17))
}

// Postal is one postal code of five digits and where it is.
type Postal struct {
	Code string
	Cell Cell
}

const (
	magic      = "ALG1"
	headLen    = 40
	regionLen  = 10
	columnLen  = 7
	blockTowns = 16
	wideBit    = 1 << 31
	cellBits   = 25
	cellMask   = 1<<cellBits - 1
)

// Atlas is a file, read in place.
type Atlas struct {
	data                                                     string
	towns, regions, zips                                     int
	atRegions, atColumns, atBlocks, atNames, atHeads, atZips int
}

// Open trusts a file that Write made: it is embedded, and tests read every row.
func Open(data string) Atlas {
	a := Atlas{data: data}
	for i, field := range []*int{&a.towns, &a.regions, &a.zips,
		&a.atRegions, &a.atColumns, &a.atBlocks, &a.atNames, &a.atHeads, &a.atZips} {
		*field = int(a.u32(4 + 4*i))
	}
	return a
}

func (a *Atlas) u16(at int) uint16 { return uint16(a.data[at]) | uint16(a.data[at+1])<<8 }

func (a *Atlas) u32(at int) uint32 { return uint32(a.u16(at)) | uint32(a.u16(at+2))<<16 }

// Towns is their number. They are sorted by folded name, the bigger first.
func (a *Atlas) Towns() int { return a.towns }

// Cell, Rank and Region read one column of town i.
func (a *Atlas) Cell(i int) Cell { return Cell(a.u32(a.atColumns+columnLen*i) & cellMask) }

func (a *Atlas) Rank(i int) uint8 { return a.data[a.atColumns+columnLen*i+4] }

func (a *Atlas) Region(i int) int { return int(a.u16(a.atColumns + columnLen*i + 5)) }

// Wide reports that town i is no town.
func (a *Atlas) Wide(i int) bool { return a.u32(a.atColumns+columnLen*i)&wideBit != 0 }

// Regions is how many regions there are.
func (a *Atlas) Regions() int { return a.regions }

// RegionAt is the country of region r and the country's own code for it.
func (a *Atlas) RegionAt(r int) (country, code string) {
	at := a.atRegions + regionLen*r
	end := at + regionLen
	for end > at+2 && a.data[end-1] == 0 {
		end--
	}
	return a.data[at : at+2], a.data[at+2 : end]
}

// Name is the name of town i as its source spells it.
func (a *Atlas) Name(i int) string {
	at := a.atNames + int(a.u32(a.atBlocks+4*(i/blockTowns)))
	var buf [256]byte
	end := 0
	for n := i % blockTowns; ; n-- {
		shared, more := int(a.data[at]), int(a.data[at+1])
		at += 2
		end = shared + copy(buf[shared:], a.data[at:at+more])
		if n == 0 {
			return string(buf[:end])
		}
		at += more
	}
}

// Town is the whole row of town i.
func (a *Atlas) Town(i int) Town {
	t := Town{Name: a.Name(i), Cell: a.Cell(i), Rank: a.Rank(i), Wide: a.Wide(i)}
	t.Country, t.Code = a.RegionAt(a.Region(i))
	return t
}

// Postals is the number of postal codes. They are sorted.
func (a *Atlas) Postals() int { return a.zips }

// Postal is postal code i.
func (a *Atlas) Postal(i int) Postal {
	head := a.headOf(i)
	v := a.u32(a.atZips + 4*i)
	tail := v >> cellBits
	return Postal{
		Code: string([]byte{digit(head / 100), digit(head / 10 % 10), digit(head % 10), digit(int(tail) / 10), digit(int(tail) % 10)}),
		Cell: Cell(v & cellMask),
	}
}

func digit(n int) byte { return byte('0' + n) }

// headOf is the first three digits of postal code i.
func (a *Atlas) headOf(i int) int {
	low, high := 0, 1000 // the last head that begins at i or before
	for high-low > 1 {
		if mid := (low + high) / 2; int(a.u16(a.atHeads+2*mid)) <= i {
			low = mid
		} else {
			high = mid
		}
	}
	return low
}

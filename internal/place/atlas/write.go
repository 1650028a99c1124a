package atlas

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
)

// Write makes a file of towns, which must be sorted as they are to be found,
// and of postal codes, sorted too.
func Write(towns []Town, postals []Postal) ([]byte, error) {
	regions := regionsOf(towns)
	columns, err := columnsOf(towns, regions)
	if err != nil {
		return nil, err
	}
	blocks, names, err := namesOf(towns)
	if err != nil {
		return nil, err
	}
	heads, zips, err := zipsOf(postals)
	if err != nil {
		return nil, err
	}
	var regionRows []byte
	for _, r := range regions {
		regionRows = append(regionRows, r...)
		regionRows = append(regionRows, make([]byte, regionLen-len(r))...)
	}
	file := []byte(magic)
	for _, n := range []int{len(towns), len(regions), len(postals)} {
		file = binary.LittleEndian.AppendUint32(file, uint32(n))
	}
	parts := [][]byte{regionRows, columns, blocks, names, heads, zips}
	at := headLen
	for _, p := range parts {
		file = binary.LittleEndian.AppendUint32(file, uint32(at))
		at += len(p)
	}
	for _, p := range parts {
		file = append(file, p...)
	}
	return file, nil
}

func regionsOf(towns []Town) []string {
	var all []string
	for _, t := range towns {
		all = append(all, t.Country+t.Code)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func columnsOf(towns []Town, regions []string) ([]byte, error) {
	var out []byte
	for _, t := range towns {
		key := t.Country + t.Code
		if len(t.Country) != 2 || len(key) > regionLen || t.Cell > cellMask {
			return nil, fmt.Errorf("atlas: %s in %q does not fit", t.Name, key)
		}
		cell := uint32(t.Cell)
		if t.Wide {
			cell |= wideBit
		}
		r, _ := slices.BinarySearch(regions, key)
		out = binary.LittleEndian.AppendUint32(out, cell)
		out = append(out, t.Rank)
		out = binary.LittleEndian.AppendUint16(out, uint16(r))
	}
	return out, nil
}

func namesOf(towns []Town) (blocks, names []byte, err error) {
	last := ""
	for i, t := range towns {
		if t.Name == "" || len(t.Name) > 255 {
			return nil, nil, fmt.Errorf("atlas: a name of %d bytes", len(t.Name))
		}
		if i%blockTowns == 0 {
			blocks = binary.LittleEndian.AppendUint32(blocks, uint32(len(names)))
			last = ""
		}
		shared := 0
		for shared < min(len(last), len(t.Name)) && last[shared] == t.Name[shared] {
			shared++
		}
		names = append(names, byte(shared), byte(len(t.Name)-shared))
		names = append(names, t.Name[shared:]...)
		last = t.Name
	}
	return blocks, names, nil
}

func zipsOf(postals []Postal) (heads, zips []byte, err error) {
	next := 0
	for i, p := range postals {
		if len(p.Code) != 5 || strings.Trim(p.Code, "0123456789") != "" || i > 0 && postals[i-1].Code >= p.Code {
			return nil, nil, fmt.Errorf("atlas: postal code %q is not the next", p.Code)
		}
		var n uint32
		for _, c := range p.Code {
			n = n*10 + uint32(c-'0')
		}
		for ; next <= int(n/100); next++ {
			heads = binary.LittleEndian.AppendUint16(heads, uint16(i))
		}
		zips = binary.LittleEndian.AppendUint32(zips, uint32(p.Cell)|n%100<<cellBits)
	}
	for ; next < 1000; next++ {
		heads = binary.LittleEndian.AppendUint16(heads, uint16(len(postals)))
	}
	return heads, zips, nil
}

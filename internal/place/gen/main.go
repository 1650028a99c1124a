// Command gen makes the gazetteer's file from its sources. Run it by
// "go generate ./internal/place" beside the folder of shared data.
package main

import (
	"cmp"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"alongside/internal/place/atlas"

	"github.com/golang/geo/s2"
)

func main() {
	from := flag.String("from", "", "folder of cities15000.csv and us-zcta-2021.csv")
	also := flag.String("also", "", "our own file of small towns, counties and regions")
	to := flag.String("to", "", "file to write")
	flag.Parse()
	if err := run(*from, *also, *to); err != nil {
		panic(err)
	}
}

func run(from, also, to string) error {
	postals, err := postals(filepath.Join(from, "us-zcta-2021.csv"))
	if err != nil {
		return err
	}
	towns, err := towns(filepath.Join(from, "cities15000.csv"))
	if err != nil {
		return err
	}
	more, err := ours(also, postals)
	if err != nil {
		return err
	}
	towns = append(towns, more...)
	slices.SortStableFunc(towns, func(a, b atlas.Town) int {
		return cmp.Or(cmp.Compare(atlas.Fold(a.Name), atlas.Fold(b.Name)), cmp.Compare(b.Rank, a.Rank))
	})
	file, err := atlas.Write(towns, postals)
	if err != nil {
		return err
	}
	return os.WriteFile(to, file, 0o644)
}

// rows reads a CSV file and hands on its rows as text: postal codes begin with
// zeros. Lines that start with # are comments.
func rows(name string, fn func(row []string) error) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment = '#'
	for first := true; ; first = false {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if first {
			continue
		}
		if err := fn(row); err != nil {
			return fmt.Errorf("%s: %q: %w", name, row, err)
		}
	}
}

func towns(name string) (all []atlas.Town, err error) {
	err = rows(name, func(row []string) error {
		people, err := strconv.Atoi(row[4])
		if err != nil {
			return err
		}
		cell, err := cellAt(row[5], row[6])
		all = append(all, atlas.Town{Name: row[1], Country: row[2], Code: row[3], Rank: atlas.RankOf(people), Cell: cell})
		return err
	})
	return all, err
}

func postals(name string) (all []atlas.Postal, err error) {
	err = rows(name, func(row []string) error {
		cell, err := cellAt(row[1], row[2])
		all = append(all, atlas.Postal{Code: row[0], Cell: cell})
		return err
	})
	return all, err
}

// peopleIn says where our own rows stand among the others in a list.
var peopleIn = map[string]int{"town": 10_000, "wide": 400_000}

// ours are the rows that we add: each lies where its postal code lies.
func ours(name string, postals []atlas.Postal) (all []atlas.Town, err error) {
	err = rows(name, func(row []string) error {
		i, ok := slices.BinarySearchFunc(postals, row[3], func(p atlas.Postal, code string) int {
			return strings.Compare(p.Code, code)
		})
		if !ok {
			return errors.New("no such postal code")
		}
		people, ok := peopleIn[row[4]]
		if !ok {
			return errors.New("neither town nor wide")
		}
		all = append(all, atlas.Town{Name: row[0], Country: row[1], Code: row[2], Cell: postals[i].Cell,
			Rank: atlas.RankOf(people), Wide: row[4] == "wide"})
		return nil
	})
	return all, err
}

func cellAt(lat, lng string) (atlas.Cell, error) {
	a, err := strconv.ParseFloat(lat, 64)
	if err != nil {
		return 0, err
	}
	b, err := strconv.ParseFloat(lng, 64)
	if err != nil {
		return 0, err
	}
	id := s2.CellIDFromLatLng(s2.LatLngFromDegrees(a, b)).Parent(11)
	return atlas.CellOf(uint64(id)), nil
}

package sheet_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/korean"

	"alongside/internal/fault"
	"alongside/internal/sheet"
)

func from(t testing.TB, b string, hint sheet.Hint) *sheet.File {
	t.Helper()
	f, err := sheet.Open(strings.NewReader(b), int64(len(b)), hint)
	if err != nil {
		t.Fatalf("%v: %q", err, b[:min(len(b), 80)])
	}
	return f
}

// rows reads a whole sheet; a broken row is its reason.
func rows(t testing.TB, f *sheet.File) (all [][]string, numbers []int) {
	t.Helper()
	for row, err := range f.Rows(nil) {
		if err != nil {
			t.Fatal(err)
		}
		numbers = append(numbers, row.Number)
		if row.Broken != nil {
			all = append(all, []string{row.Broken.Say})
			continue
		}
		all = append(all, slices.Clone(row.Cells))
	}
	return all, numbers
}

func wide(s string, big bool) string {
	var b bytes.Buffer
	for _, u := range utf16.Encode([]rune(s)) {
		if big {
			b.Write([]byte{byte(u >> 8), byte(u)})
		} else {
			b.Write([]byte{byte(u), byte(u >> 8)})
		}
	}
	return b.String()
}

func TestASheetIsReadInWhateverEncodingItCame(t *testing.T) {
	spanish := "Nombre,Teléfono,Mensaje\nÁngela Núñez,555 0101,Necesito pañales\n"
	korean8 := "이름,전화번호,내용\n김하나,010-5555-0101,쌀이 필요해요\n"
	arabic := "الاسم,الهاتف,الرسالة\nسلمى,5550101,نحتاج ماء وخبزا\n"
	euckr, _ := korean.EUCKR.NewEncoder().String(korean8)
	cp1252, _ := charmap.Windows1252.NewEncoder().String(spanish)
	cp1256, _ := charmap.Windows1256.NewEncoder().String(arabic)
	for _, c := range []struct {
		name, bytes, want string
		encoding          sheet.Encoding
	}{
		{"UTF-8", spanish, "Ángela Núñez", sheet.UTF8},
		{"UTF-8 with its mark", "\uFEFF" + spanish, "Ángela Núñez", sheet.UTF8},
		{"Korean UTF-8", korean8, "김하나", sheet.UTF8},
		{"UTF-16 little with its mark", wide("\uFEFF"+arabic, false), "سلمى", sheet.UTF16LE},
		{"UTF-16 big with its mark", wide("\uFEFF"+korean8, true), "김하나", sheet.UTF16BE},
		{"UTF-16 little", wide(korean8, false), "김하나", sheet.UTF16LE},
		{"UTF-16 big", wide(spanish, true), "Ángela Núñez", sheet.UTF16BE},
		{"Windows-1252", cp1252, "Ángela Núñez", sheet.Windows1252},
		{"Windows-1256", cp1256, "سلمى", sheet.Windows1256},
		{"EUC-KR", euckr, "김하나", sheet.EUCKR},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := from(t, c.bytes, sheet.Hint{})
			all, _ := rows(t, f)
			if f.Encoding != c.encoding || len(all) != 1 || all[0][0] != c.want {
				t.Errorf("%s: %q", f.Encoding, all)
			}
			m := sheet.Guess(sheet.AsAsks, f.Head, f.Sample)
			for _, want := range []sheet.Field{sheet.Name, sheet.Phone, sheet.Body} {
				if !m.Has(want) {
					t.Errorf("no column for %s in %q", want, f.Head)
				}
			}
		})
	}
}

func TestOneByteAtTheEndOfALongFileTellsTheEncoding(t *testing.T) {
	plain := "name,notes\n" + strings.Repeat("Ana,needs bread\n", 20_000)
	f := from(t, plain+"Jos\xe9,needs milk\n", sheet.Hint{})
	all, _ := rows(t, f)
	if got := all[len(all)-1][0]; got != "José" {
		t.Errorf("%q in %s", got, f.Encoding)
	}
	f = from(t, plain+"José,needs milk\n", sheet.Hint{})
	if f.Encoding != sheet.UTF8 {
		t.Errorf("valid UTF-8 is taken for %s", f.Encoding)
	}
}

func TestALetterAcrossTwoBlocksIsStillUTF8(t *testing.T) {
	for pad := range 5 {
		b := "name,notes\n" + strings.Repeat("x", 64<<10-11-pad) + "é,물\n"
		if f := from(t, b, sheet.Hint{}); f.Encoding != sheet.UTF8 {
			t.Errorf("pad %d: %s", pad, f.Encoding)
		}
	}
}

func TestTheSeparatorIsGuessed(t *testing.T) {
	for want, lines := range map[rune]string{
		',':  "name,need,notes\nAna,\"bread; milk\",a|b\nBo,rice;beans,c|d\n",
		';':  "nombre;necesidad;notas\nAna;pan, leche y huevos;uno, dos\nBo;arroz, frijol;tres\n",
		'\t': "name\tneed\tnotes\nAna\tbread, milk; rice\tone, two\nBo\tbeans, rice\tthree\n",
		'|':  "name|need|notes\nAna|bread, milk|one, two\nBo|rice, beans|two, three\n",
	} {
		f := from(t, lines, sheet.Hint{})
		if f.Separator != want || len(f.Head) != 3 {
			t.Errorf("%q for %q", f.Separator, lines)
		}
	}
	f := from(t, "sep=;\nname;need\nAna;bread\n", sheet.Hint{})
	if all, numbers := rows(t, f); f.Separator != ';' || f.Head[0] != "name" || all[0][1] != "bread" || numbers[0] != 3 {
		t.Errorf("Excel's own line: %q %q %v", f.Head, all, numbers)
	}
}

func TestRowNumbersAreThoseOfASpreadsheet(t *testing.T) {
	f := from(t, "name,need\r\nAna,\"bread\r\nand milk\"\r\n\r\n,\r\nBo,rice\r\n", sheet.Hint{})
	all, numbers := rows(t, f)
	if !slices.Equal(numbers, []int{2, 4, 5}) {
		t.Errorf("numbers %v", numbers)
	}
	if all[0][1] != "bread\nand milk" || all[2][0] != "Bo" {
		t.Errorf("%q", all)
	}
}

func TestLinesAboveTheHeadAreSkipped(t *testing.T) {
	f := from(t, "Eastfield mutual aid\n\n,,,\nName,Phone number,What do you need?,Town\nAna,555 0101,bread,Eastfield\n", sheet.Hint{})
	all, numbers := rows(t, f)
	if f.Head[1] != "Phone number" || len(all) != 1 || numbers[0] != 5 {
		t.Errorf("head %q, rows %q, numbers %v", f.Head, all, numbers)
	}
}

func TestRaggedRowsAreFilledOrLeftOut(t *testing.T) {
	f := from(t, "name,need,place\nAna\nBo,rice,Eastfield,,\nCy,bread, milk and eggs,Eastfield\n", sheet.Hint{})
	all, _ := rows(t, f)
	want := [][]string{{"Ana", "", ""}, {"Bo", "rice", "Eastfield"}, {"sheet.out_cells"}}
	if fmt.Sprint(all) != fmt.Sprint(want) {
		t.Errorf("%q", all)
	}
}

func TestAStrayQuoteCostsAtMostItsRow(t *testing.T) {
	f := from(t, "name,need\nAna,a 5\" pipe\nBo,\"rice\" and beans\nCy,bread\n", sheet.Hint{})
	all, _ := rows(t, f)
	if len(all) != 3 || all[0][1] != `a 5" pipe` || all[2][1] != "bread" {
		t.Errorf("%q", all)
	}
	f = from(t, "name,need,more\nAna,a 5\" pipe\nCy,bread,\n", sheet.Hint{})
	if all, _ = rows(t, f); all[0][0] != "sheet.out_quote" || all[1][0] != "Cy" {
		t.Errorf("%q", all)
	}
}

func TestAQuoteThatNeverClosesIsAFaultThatNamesTheRow(t *testing.T) {
	for name, b := range map[string]string{
		"to the end":  "name,need\nAna,rice\nBo,\"bread\nCy,milk\nDo,eggs\n",
		"a long file": "name,need\nAna,rice\nBo,\"bread\n" + strings.Repeat("Cy,milk\n", 400_000),
	} {
		err := walk(b)
		if !fault.Is(err, fault.Invalid) || fault.SayOf(err) != "sheet.open_quote" {
			t.Fatalf("%s: %v", name, err)
		}
		if args := fault.FieldsOf(err)[0].Args; fmt.Sprint(args) != "[row 3]" {
			t.Errorf("%s: %v", name, args)
		}
	}
}

// walk opens and reads everything.
func walk(b string) error {
	f, err := sheet.Open(strings.NewReader(b), int64(len(b)), sheet.Hint{})
	if err != nil {
		return err
	}
	for _, err := range f.Rows(nil) {
		if err != nil {
			return err
		}
	}
	return nil
}

func TestWhatIsNoSheetIsRefusedWithASentence(t *testing.T) {
	for say, b := range map[string]string{
		"sheet.empty":            "",
		"sheet.is_workbook":      "PK\x03\x04 and more",
		"sheet.not_a_sheet":      "%PDF-1.7 ...",
		"sheet.too_many_columns": strings.Repeat("a,", 300) + "a\n",
		"sheet.too_many_rows":    "name\n" + strings.Repeat("x\n", sheet.MaxRows+1),
	} {
		if err := walk(b); fault.SayOf(err) != say {
			t.Errorf("want %s, got %v", say, err)
		}
	}
	if err := walk(" \n\n , ,\n"); err == nil {
		t.Error("blank lines are taken for a sheet")
	}
	_, err := sheet.Open(strings.NewReader(""), sheet.MaxSize+1, sheet.Hint{})
	if !fault.Is(err, fault.TooLarge) {
		t.Errorf("%v", err)
	}
}

func TestNulAndALongCellDoNoHarm(t *testing.T) {
	f := from(t, "name,need\nA\x00na,br\x00ead\nBo,"+strings.Repeat("x", sheet.MaxCell+1)+"\nCy,milk\n", sheet.Hint{})
	all, _ := rows(t, f)
	if all[0][0] != "Ana" || all[0][1] != "bread" || all[1][0] != "sheet.out_long_cell" || all[2][1] != "milk" {
		t.Errorf("%.80q", all)
	}
}

func FuzzOpen(f *testing.F) {
	for _, s := range []string{"name,need\nAna,bread\n", "a;b\n\"x\ny\";2\n", "\xff\xfea\x00,\x00b\x00\n\x00", "sep=|\nx|y\n", "a,b\n\"", "\n\n,\n", "a\tb\r\n1\t2\r\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := sheet.Open(bytes.NewReader(b), int64(len(b)), sheet.Hint{})
		if err != nil {
			if fault.KindOf(err) == fault.Internal {
				t.Fatalf("no kind: %v", err)
			}
			return
		}
		last := 0
		for row, err := range file.Rows(nil) {
			if err != nil {
				if fault.KindOf(err) == fault.Internal {
					t.Fatalf("no kind: %v", err)
				}
				return
			}
			if len(row.Cells) != len(file.Head) || row.Number <= last {
				t.Fatalf("row %d after %d has %d cells of %d", row.Number, last, len(row.Cells), len(file.Head))
			}
			last = row.Number
			for _, c := range row.Cells {
				if strings.ContainsRune(c, 0) {
					t.Fatalf("NUL in %q", c)
				}
			}
		}
	})
}

package sheet_test

import (
	"fmt"
	"strings"
	"testing"

	"alongside/internal/fault"
	"alongside/internal/sheet"
)

// meanings writes a mapping as "head:field head:field".
func meanings(m sheet.Mapping) string {
	var all []string
	for _, c := range m.Columns {
		f := string(c.Field)
		if c.Thing != "" {
			f += "." + string(c.Thing)
		}
		if c.Refused != "" {
			f = "!" + string(c.Refused)
		}
		all = append(all, f)
	}
	return strings.Join(all, " ")
}

func TestColumnsAreKnownInFourLanguages(t *testing.T) {
	for _, c := range []struct {
		as         sheet.As
		head, want string
	}{
		{sheet.AsAsks, "Name|Phone number|E-mail|What do you need?|Neighborhood|Zip Code|Needed by|How many|Urgency|Preferred language|Status", "name phone email body place postal day quantity urgency language status"},
		{sheet.AsAsks, "Nombre completo|Teléfono|Correo electrónico|¿Qué necesitas?|Barrio|Código postal|Fecha|Cantidad|Urgencia|Idioma|Estatus", "name phone email body place postal day quantity urgency language status"},
		{sheet.AsAsks, "이름|휴대폰 번호|이메일 주소|어떤 도움이 필요하신가요?|지역|우편번호|필요한 날|수량|긴급도|사용 언어|처리 상태", "name phone email body place postal day quantity urgency language status"},
		{sheet.AsAsks, "الاسم|رقم الهاتف|البريد الإلكتروني|ماذا تحتاج؟|المنطقة|الرمز البريدي|التاريخ|الكمية|الأولوية|اللغة|الحالة", "name phone email body place postal day quantity urgency language status"},
		{sheet.AsOffers, "First Name|Last Name|mobile|What can you offer|City|State|How can we reach you?", "name name phone body place region reach"},
		{sheet.AsGroups, "Group name|City|State|Website|Description|Focus area|Instagram", "name place region url about topic links"},
		{sheet.AsGroups, "단체명|활동 지역|홈페이지|소개|분야", "name place url about topic"},
		{sheet.AsGroups, "اسم المجموعة|المدينة|الرابط|نبذة|المجال", "name place url about topic"},
		{sheet.AsGroups, "Nombre del grupo|Ciudad|Sitio web|Qué hacemos|Tema", "name place url about topic"},
	} {
		if got := meanings(sheet.Guess(c.as, strings.Split(c.head, "|"), nil)); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.head, got, c.want)
		}
	}
}

func TestSheetsOfKnownMakersAreRecognised(t *testing.T) {
	for _, c := range []struct {
		head, row string
		profile   sheet.Profile
		want      string
	}{
		{"Timestamp|Email Address|Your name|What do you need help with? (check all)|Anything else?", "5/16/2024 13:04:05|a@b.example|Ana|Food, Rides|", sheet.ProfileGoogleForms, "posted email name body body"},
		{"Marca temporal|Nombre|¿Qué necesitas?", "16/5/2024 13:04:05|Ana|Pan", sheet.ProfileGoogleForms, "posted name body"},
		{"타임스탬프|이름|무엇이 필요하세요?", "2024. 5. 16 오후 1:04:05|하나|쌀", sheet.ProfileGoogleForms, "posted name body"},
		{"Record ID|Name|Phone|Notes|Food|Water|Last Modified", "rec1|Ana|555 0101|two of us|checked||5/16/2024 1:04pm", sheet.ProfileAirtable, "id name phone body thing.food thing.water "},
		{"uuid|first_name|last_name|email|can2_phone|zip_code|can2_user_city|can2_user_tags|can2_subscription_status", "u-1|Ana|Bo|a@b.example|555|60601|Chicago|food|subscribed", sheet.ProfileActionNetwork, "id name name email phone postal place things "},
		{"first name|last name|email|mobile number|zip|event id|timeslot id|status|attended|signup created time|signup updated time", "Ana|Bo|a@b.example|555|60601|1|2|REGISTERED||2024-05-16|2024-05-17", sheet.ProfileMobilize, "name name email phone postal   status  posted "},
	} {
		head := strings.Split(c.head, "|")
		f := from(t, c.head+"\n"+c.row+"\n", sheet.Hint{Separator: '|'})
		if f.Profile != c.profile {
			t.Errorf("%s is taken for %q", c.profile, f.Profile)
		}
		if got := meanings(sheet.Guess(sheet.AsAsks, head, f.Sample)); got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.profile, got, c.want)
		}
	}
}

func TestColumnsThatLabelPeopleAreNeverRead(t *testing.T) {
	for _, name := range []string{"Gender", "sex", "What is your age?", "Ages of children", "Date of Birth", "DOB", "Race/Ethnicity", "ethnicity_code",
		"SSN", "Passport No.", "National ID", "ID number", "driver's license", "Immigration status", "Nationality", "Religion", "Marital status",
		"Sexo", "Género", "Edad", "Fecha de nacimiento", "Raza", "Etnia", "Pasaporte", "DNI", "Cédula", "Estatus migratorio", "Nacionalidad", "Religión",
		"성별", "나이를 적어 주세요", "생년월일", "인종", "국적", "주민등록번호", "외국인등록번호", "여권 번호", "종교", "비자",
		"الجنس", "العمر", "تاريخ الميلاد", "العِرق", "الجنسية", "رقم الهوية", "جواز السفر", "الديانة", "وضع الإقامة"} {
		if sheet.RefusedColumn(name) == "" {
			t.Errorf("%q is read", name)
		}
	}
	for _, name := range []string{"id", "Record ID", "message", "Village", "Page", "Language", "Garage", "Terrace", "Beverages", "Essex", "embrace", "Package",
		"Name", "What do you need?", "Teléfono", "Mensaje", "Viaje", "localidad", "necesidad", "cantidad", "ciudad", "소비자 단체", "이름", "الاسم", "مكان الإقامة", "الهاتف", "birthing kits", "State", "status"} {
		if why := sheet.RefusedColumn(name); why != "" {
			t.Errorf("%q is refused as %s", name, why)
		}
	}
}

func TestACellOfARefusedColumnNeverLeavesTheReader(t *testing.T) {
	f := from(t, "Name,Gender,What do you need?,SSN\nAna,secretword,bread,078-05-1120\n", sheet.Hint{})
	lines, r := run(t, plan(f, sheet.AsAsks))
	if got := fmt.Sprintf("%+v %+v %+v %q", *lines[0], *lines[0].Call, r, f.Sample); strings.Contains(got, "secretword") || strings.Contains(got, "1120") {
		t.Error(got)
	}
	if len(r.Notices) != 2 || r.Notices[0].Column != "Gender" || r.Notices[0].Say != "sheet.refused_gender" {
		t.Errorf("notices %+v", r.Notices)
	}
}

func TestEveryMistakeInAMapIsReportedAtOnce(t *testing.T) {
	head := []string{"Wann", "Was", "Name", "Name", "Gender", "Food"}
	m := sheet.Guess(sheet.AsAsks, head, nil)
	before := meanings(m)
	err := m.Override([]string{"nonsense", "colour=Was", "title=Gone", "name=Name", "body=Gender", "title=Was", "day=#1", "until=#1", "thing.gold=Food", "dates=xyz", "phone=#99"})
	var got []string
	for _, f := range fault.FieldsOf(err) {
		got = append(got, f.Name+" "+f.Say)
	}
	want := []string{"nonsense sheet.map_form", "colour=Was sheet.map_field", "title=Gone sheet.map_column", "name=Name sheet.map_two_columns",
		"body=Gender sheet.map_refused", "until=#1 sheet.map_twice", "thing.gold=Food sheet.map_field", "dates=xyz sheet.map_dates", "phone=#99 sheet.map_column"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	if meanings(m) != before {
		t.Error("a map with mistakes changed something")
	}
	if err := m.Override([]string{"title=was", "day=#1", "thing.food=Food", "skip=#4", "dates=dmy"}); err != nil {
		t.Fatal(err)
	}
	if got := meanings(m); got != "day title name  !gender thing.food" || m.Dates != sheet.DayFirst || !m.DatesSure {
		t.Errorf("%q %s", got, m.Dates)
	}
}

func TestAFieldThatIsMappedAnewGivesUpItsOldColumn(t *testing.T) {
	m := sheet.Guess(sheet.AsAsks, []string{"Phone", "Other phone", "Notes"}, nil)
	if err := m.Override([]string{"phone=Other phone"}); err != nil {
		t.Fatal(err)
	}
	if got := meanings(m); got != " phone body" {
		t.Errorf("%q", got)
	}
}

func TestASheetWithoutWordsOrNamesIsRefused(t *testing.T) {
	m := sheet.Guess(sheet.AsAsks, []string{"Phone", "Zip"}, nil)
	if err := m.Check(); fault.FieldsOf(err)[0].Say != "sheet.map_needs_words" {
		t.Errorf("%v", err)
	}
	m = sheet.Guess(sheet.AsGroups, []string{"Website"}, nil)
	if err := m.Check(); fault.FieldsOf(err)[0].Say != "sheet.map_needs_name" {
		t.Errorf("%v", err)
	}
}

func FuzzGuess(f *testing.F) {
	f.Add("Name,Phone,What do you need?", "Ana,555 0101,bread")
	f.Add("이름,성별,الهاتف", "하나,x,٠١٢")
	f.Add("id,message,request,offer,aid_related,direct_report", "1,help,1,0,1,1")
	f.Fuzz(func(t *testing.T, head, row string) {
		names, cells := strings.Split(head, ","), strings.Split(row, ",")
		if len(names) > sheet.MaxColumns {
			return
		}
		for _, as := range []sheet.As{sheet.AsAsks, sheet.AsOffers, sheet.AsGroups} {
			m := sheet.Guess(as, names, [][]string{cells})
			if len(m.Columns) != len(names) {
				t.Fatalf("%d columns of %d", len(m.Columns), len(names))
			}
			for _, c := range m.Columns {
				if c.Refused != "" && c.Field != "" {
					t.Fatalf("%q is refused and read as %s", c.Head, c.Field)
				}
			}
			for _, field := range fault.FieldsOf(m.Check()) {
				if field.Say == "sheet.map_field_twice" {
					t.Fatalf("a guess gives %s twice: %q", field.Name, head)
				}
			}
		}
	})
}

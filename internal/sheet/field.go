package sheet

// Field is what a column is for. The names are stable: the command's --map
// and the web form's choices carry them.
type Field string

const (
	ID       Field = "id"    // the sheet's own number of the row
	Title    Field = "title" // in a few words
	Body     Field = "body"  // in their own words
	Name     Field = "name"  // of the person, or of the group
	Phone    Field = "phone"
	Email    Field = "email"
	Reach    Field = "reach"   // how to reach them, in words
	Address  Field = "address" // the exact place: a detail, never shown
	Place    Field = "place"   // area or town
	Postal   Field = "postal"
	Region   Field = "region" // state, province
	Day      Field = "day"    // wanted on
	Until    Field = "until"
	Posted   Field = "posted" // when the row was written
	Quantity Field = "quantity"
	Unit     Field = "unit"
	Urgent   Field = "urgency"
	Language Field = "language"
	Things   Field = "things" // what it is about, several in one cell
	OneThing Field = "thing"  // a tick for one thing, named by the column
	Asks     Field = "asks"   // a tick: the row asks
	Offers   Field = "offers" // a tick: the row offers
	KindOf   Field = "kind"   // ask or offer, in words
	Status   Field = "status"

	PlaceTitle Field = "place_title" // of a group: its place as people write it
	Topic      Field = "topic"
	URL        Field = "url"
	About      Field = "about"
	Links      Field = "links"
)

var callFields = []Field{Title, Body, Name, Phone, Email, Reach, Address, Place, Postal, Region, Day, Until, Posted,
	Quantity, Unit, Urgent, Language, Things, OneThing, Asks, Offers, KindOf, Status, ID}

var groupFields = []Field{Name, Place, PlaceTitle, Region, Postal, Topic, URL, About, Links, Phone, Email, Language, ID}

// Fields are those that rows of this sort can fill, in the order in which a
// form offers them.
func (a As) Fields() []Field {
	if a == AsGroups {
		return groupFields
	}
	return callFields
}

func (a As) has(f Field) bool {
	for _, one := range a.Fields() {
		if one == f {
			return true
		}
	}
	return false
}

// several reports whether more than one column may fill the field: first and
// last name, a form's many questions, our own word beside theirs.
func (f Field) several() bool {
	switch f {
	case Name, Body, About, Address, Links, Things, OneThing, Reach, Status:
		return true
	}
	return false
}

// Say is the key of the name people read for a field.
func (f Field) Say() string { return fieldNames[f] }

var fieldNames = map[Field]string{
	ID: "sheet.field_id", Title: "sheet.field_title", Body: "sheet.field_body", Name: "sheet.field_name",
	Phone: "sheet.field_phone", Email: "sheet.field_email", Reach: "sheet.field_reach", Address: "sheet.field_address",
	Place: "sheet.field_place", Postal: "sheet.field_postal", Region: "sheet.field_region", Day: "sheet.field_day",
	Until: "sheet.field_until", Posted: "sheet.field_posted", Quantity: "sheet.field_quantity", Unit: "sheet.field_unit",
	Urgent: "sheet.field_urgency", Language: "sheet.field_language", Things: "sheet.field_things", OneThing: "sheet.field_thing",
	Asks: "sheet.field_asks", Offers: "sheet.field_offers", KindOf: "sheet.field_kind", Status: "sheet.field_status",
	PlaceTitle: "sheet.field_place_title", Topic: "sheet.field_topic", URL: "sheet.field_url", About: "sheet.field_about",
	Links: "sheet.field_links",
}

// Thing is something that people often need or have. Its key is stable; its
// name is in every language.
type Thing string

const (
	Water     Thing = "water"
	Food      Thing = "food"
	Shelter   Thing = "shelter"
	Clothing  Thing = "clothing"
	Care      Thing = "medical_help"
	Medicine  Thing = "medicine"
	Transport Thing = "transport"
	Money     Thing = "money"
	Tools     Thing = "tools"
	Childcare Thing = "childcare"
	Baby      Thing = "baby"
	Cleaning  Thing = "cleaning"
)

// AllThings are all of them, in the order in which parts are made of them.
var AllThings = []Thing{Water, Food, Shelter, Clothing, Care, Medicine, Transport, Money, Tools, Childcare, Baby, Cleaning}

// Say is the key of the thing's name: the title of the part that it becomes.
func (t Thing) Say() string { return thingTitles[t] }

var thingTitles = map[Thing]string{
	Water: "sheet.thing_water", Food: "sheet.thing_food", Shelter: "sheet.thing_shelter", Clothing: "sheet.thing_clothing",
	Care: "sheet.thing_medical_help", Medicine: "sheet.thing_medicine", Transport: "sheet.thing_transport",
	Money: "sheet.thing_money", Tools: "sheet.thing_tools", Childcare: "sheet.thing_childcare",
	Baby: "sheet.thing_baby", Cleaning: "sheet.thing_cleaning",
}

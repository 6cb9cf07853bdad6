"""The words of the sample's sentences: real places and organisations, invented events.

Every sentence pattern is written for this sample; `{x}` is a slot, filled from the table below,
from the story's own cast (`{hero}`, `{place}` ...) or by `text.py` (`{number}`, `{person}` ...).
"""


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


COUNTRIES = {
    "Yemen": ("Sana’a", "Aden", "Taiz", "Ma’rib", "Hodeida", "Mukalla"),
    "Iraq": ("Baghdad", "Erbil", "Mosul", "Basra", "Kirkuk", "Ramadi", "Najaf"),
    "Syria": ("Damascus", "Aleppo", "Homs", "Idlib", "Raqqa", "Deir Ezzor"),
    "Lebanon": ("Beirut", "Tripoli", "Sidon", "Zahle"),
    "Libya": ("Benghazi", "Misrata", "Sirte", "Tobruk"),
    "Egypt": ("Cairo", "Alexandria", "Ismailia", "Luxor"),
    "Saudi Arabia": ("Riyadh", "Jeddah", "Dhahran", "Khobar", "Abha"),
    "Jordan": ("Amman", "Irbid", "Zarqa"),
    "Sudan": ("Khartoum", "Omdurman", "Port Sudan"),
    "Tunisia": ("Tunis", "Sfax", "Sousse"),
    "Bahrain": ("Manama", "Muharraq"),
    "Kuwait": ("Kuwait City",),
    "Turkey": ("Ankara", "Istanbul", "Gaziantep"),
    "Iran": ("Tehran", "Mashhad", "Isfahan"),
    "Palestine": ("Gaza", "Ramallah", "Nablus", "Hebron"),
    "Algeria": ("Algiers", "Oran"),
    "Morocco": ("Rabat", "Casablanca"),
    "Qatar": ("Doha",),
    "Oman": ("Muscat", "Salalah"),
    "Britain": ("London", "Manchester"),
    "France": ("Paris", "Lyon"),
    "Russia": ("Moscow", "Sochi"),
    "Pakistan": ("Islamabad", "Karachi", "Peshawar"),
    "Afghanistan": ("Kabul", "Kandahar", "Herat"),
}
# Wire copy of AP names the country; capitals stand alone there, but this paper's import kept both.
DEMONYMS = {
    "Yemen": "Yemeni", "Iraq": "Iraqi", "Syria": "Syrian", "Lebanon": "Lebanese",
    "Libya": "Libyan", "Egypt": "Egyptian", "Saudi Arabia": "Saudi", "Jordan": "Jordanian",
    "Sudan": "Sudanese", "Tunisia": "Tunisian", "Bahrain": "Bahraini", "Kuwait": "Kuwaiti",
    "Turkey": "Turkish", "Iran": "Iranian", "Palestine": "Palestinian", "Algeria": "Algerian",
    "Morocco": "Moroccan", "Qatar": "Qatari", "Oman": "Omani", "Britain": "British",
    "France": "French", "Russia": "Russian", "Pakistan": "Pakistani", "Afghanistan": "Afghan",
}  # fmt: skip

SLOTS: dict[str, tuple[str, ...]] = {
    "role": _listed(
        "Foreign Minister|Interior Minister|Oil Minister|Deputy Prime Minister|Finance Minister|"
        "government spokesman|parliament speaker|tribal leader|army commander|opposition leader|"
        "provincial governor|security adviser|ambassador|Trade Minister|party secretary-general|"
        "Defense Minister|Planning Minister|council chairman|special envoy|police chief"
    ),
    "org": _listed(
        "the Arab League|the GCC|the United Nations|the Security Council|OPEC|Hezbollah|ISIS|"
        "Al-Qaeda|the Peshmerga|the Popular Mobilization Forces|the Houthis|the Muslim Brotherhood|"
        "the Syrian National Coalition|the African Union|the European Union|the Red Crescent|"
        "the World Bank|Hamas|Fatah|the Free Syrian Army|the Kurdistan Democratic Party|"
        "the Shura Council|NATO|the Islamic Development Bank|the Carter Center|UNICEF"
    ),
    "topic": _listed(
        "the ceasefire|the draft constitution|the border crossings|the national dialogue|"
        "the reconstruction fund|the prisoner exchange|the budget deficit|the electoral law|"
        "the oil production ceiling|the humanitarian corridor|the port authority|"
        "the water agreement|the unity government|the disarmament plan|the grain shipments|"
        "the refugee camps|the power stations|the customs union|the transitional council|"
        "the demarcation of the frontier|the pipeline project|the aid convoys"
    ),
    "said": _listed("said|added|stressed|explained|noted|confirmed|maintained|argued"),
    "day": _listed("Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"),
    "month": _listed(
        "January|February|March|April|May|June|July|August|September|October|November|December"
    ),
    "small": _listed("two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"),
    "adj": _listed(
        "serious|limited|lasting|cautious|practical|sudden|decisive|gradual|regional|"
        "political|pressing|comprehensive|fragile|deliberate|broad|modest|quiet|public"
    ),
    "thing": _listed(
        "step|breakthrough|setback|understanding|response|timetable|settlement|framework|"
        "compromise|mechanism|campaign|initiative|escalation|partnership|test|signal"
    ),
    "group": _listed(
        "residents|officials|diplomats|witnesses|aid workers|analysts|local merchants|"
        "tribal elders|university students|retired officers|farmers|investors|medics|"
        "observers|lawmakers|displaced families|port workers|teachers"
    ),
    "act": _listed(
        "discussed|postponed|welcomed|rejected|reviewed|endorsed|criticized|suspended|resumed|"
        "delayed|defended|questioned|signed|monitored|amended|announced"
    ),
    "do": _listed(
        "discuss|postpone|welcome|reject|review|endorse|suspend|resume|defend|question|amend|"
        "monitor|protect|finance|abandon|accept|implement|revive"
    ),
    "we": _listed(
        "we|all parties|our partners|the people of this region|the negotiators|the two sides|"
        "those concerned|the international community|our neighbors|the committee|the army|"
        "the coming government|the tribes|the donors"
    ),
    "must": _listed(
        "must|should|will have to|cannot|intend to|are ready to|have agreed to|hope to|"
        "were asked to|refuse to|may|have every right to"
    ),
    "when": _listed(
        "before the end of the month|as soon as the fighting stops|in the coming weeks|"
        "once the committee has met|without any conditions|under the eyes of observers|"
        "during the holy month|before winter sets in|when the delegation returns|"
        "at the next summit|after the elections|in spite of all obstacles|"
        "for the sake of stability|within the agreed framework|as the agreement provides|"
        "no matter what happens|with the help of friendly states"
    ),
    "why": _listed(
        "because the alternative is chaos|since nobody gains from delay|"
        "although the details remain secret|despite pressure from abroad|"
        "to spare civilians further suffering|as the figures clearly show|"
        "while the door is still open|in order to restore confidence|"
        "because promises were not kept|to prevent a vacuum|"
        "even if some object to it|given the situation on the ground"
    ),
    "where": _listed(
        "in the eastern suburbs|along the coastal road|near the old airport|in the capital|"
        "at the northern border|around the central market|in the mountain villages|"
        "at the conference hall|close to the refinery|in the southern districts|"
        "at the presidential palace|beside the river|in the industrial zone"
    ),
    "unit": _listed(
        "families|fighters|barrels a day|million dollars|vehicles|truckloads|ballots|"
        "complaints|housing units|volunteers|tons of supplies|police recruits|students"
    ),
    "verbed": _listed(
        "rose|fell|doubled|remained unchanged|dropped sharply|climbed steadily|"
        "recovered slowly|exceeded all forecasts"
    ),
    "event": _listed(
        "the summit|the conference|the closed session|the emergency meeting|the donors round|"
        "the joint patrol|the press briefing|the parliamentary hearing|the state visit|"
        "the reconciliation talks"
    ),
    "mood": _listed("optimistic|skeptical|alarmed|relieved|divided|confident|hesitant|frustrated"),
    "heading_noun": _listed(
        "Reactions|Background|Obstacles|Next Steps|Numbers|Voices|Mediation|Security|Aftermath|"
        "Preparations|Doubts|Figures|Guarantees|Pressure"
    ),
}
# The years from which these bodies can be in the news.
FOUNDED = {
    "ISIS": 2013,
    "the Popular Mobilization Forces": 2014,
    "the Free Syrian Army": 2011,
    "the Syrian National Coalition": 2012,
}

NEWS_OPENINGS = (
    "{Demonym} {hero_role} {hero} {act} {topic} on {day} as {group} {where} reported {number} {unit} "
    "within {small} days.",
    "{Group} in {place} said on {day} that {org} had {act} {topic}, a {adj} {thing} after {small} "
    "weeks of talks led by {hero}.",
    "{Topic} will be {act} {when}, {demonym} {hero_role} {hero} announced on {day} after "
    "meeting {person} "
    "{where}.",
    "At least {number} {unit} were counted {where} on {day} as {org} and {org} {act} {topic} in "
    "{country}.",
    "{Hero}, the {demonym} {hero_role}, told Asharq Al-Awsat that {we} {must} {do} {topic} {when}.",
    "Officials in {place} and {otherplace} have {act} {topic}, ending {small} days of {adj} "
    "uncertainty over {topic}.",
)
NEWS_SENTENCES = (
    "{Hero_s}’s aides said {org_bare}’s offer of {number} {unit} was a {adj} {thing}.",
    "{Country}’s {role}, {stranger}, arrived in {anyplace} on {day} for {event}.",
    "{Group} {where} told Asharq Al-Awsat that {number} {unit} had arrived since {day}.",
    "According to {stranger}, a {role} from {anyplace}, {we} {must} {do} {topic} {when}.",
    "The {thing} came {small} days after {org} {act} {topic} {where}.",
    "{Org} has yet to comment on {topic}, which {group} describe as a {adj} {thing}.",
    "In {month}, {number} {unit} were recorded {where}, compared with {number} a year earlier.",
    "{Hero_s} also met {person}, who heads a delegation of {number} {group} from {anyplace}.",
    "Sources close to {org} said that {topic} would be {act} {when}.",
    "{Event} in {anyplace} {act} {topic} {why}.",
    "{Other}, who served as {other_role} until {month}, said {org} {act} {topic} {why}.",
    "Several {group} voiced doubt that {org} {must} {do} {topic} {when}.",
    "A statement issued {where} put the cost at {number} million dollars, of which {pct} percent "
    "would come from {org}.",
    "{Group} were {mood} on {day}, {other_s} {said}, {why}.",
    "On the ground, {number} {unit} were moved {where} {when}, {group} said.",
    "{Demonym} {group} {act} {topic} at {event} on {month} {dayno}, {person} {said}.",
    "Neither {org} nor {org} has {act} {topic} so far, {why}.",
    "{Pct} percent of those asked by {org} were {mood} about {topic}.",
    "Another {role}, {stranger}, warned of a {adj} {thing} if {topic} were {act} {where}.",
    "The number of {unit} {verbed} in {month}, {org} reported from {anyplace}.",
    "{Hero_s} is expected in {anyplace} on {day} for {event}, where {topic} will be {act}.",
    "In a telephone call with {other_s}, the {role} of {anycountry} {act} {topic} {when}.",
    "Local media in {anyplace} reported that {number} {unit} had been held {where} {why}.",
)
QUOTE_SENTENCES = (
    "“{Claim},” {hero_s} {said}. “{Claim}.”",
    "“{Claim},” {said} {other}, the {other_role}.",
    "{Other_s} {said}: “{Claim}, and {claim}.”",
    "“{Claim}, but {claim},” {hero_s} told reporters {where} on {day}.",
    "Asked about {topic}, {hero_s} {said} that “{claim}.”",
    "“{Claim} {why},” {other_s} told Asharq Al-Awsat by telephone from {anyplace}.",
)
CLAIMS = (
    "{we} {must} {do} {topic} {when}",
    "{we} {must} {do} {topic} {why}",
    "this is a {adj} {thing} for {country} and {we} {must} {do} it {when}",
    "nobody in {anyplace} believes that {we} {must} {do} {topic}",
    "as few as {number} {unit} are not enough to {do} {topic} {when}",
    "there is a {adj} {thing} between {org} and {org} over {topic}",
    "what happened {where} was a {adj} {thing} that {we} {must} {do}",
)
OPINION_SENTENCES = (
    "{Country}’s misfortune is that {org_bare}’s {thing} of {month} was taken for a {adj} "
    "one {why}.",
    "I read {person}’s article on {topic}, and {hero_s}’s reply to it, {where}.",
    "It is worth asking why {org} {act} {topic} {when}, and why {group} in {anyplace} "
    "stayed {mood}.",
    "Those who know {hero_s} are aware that a {adj} {thing} was never more than a slogan {where}.",
    "{Country} has lived through {small} such crises, and each ended with a {adj} {thing} that "
    "{group} soon forgot.",
    "The problem is not {topic}; it is that {we} {must} {do} {topic} {why}.",
    "Does {org} believe that {number} {unit} will change the mind of {group} in {anyplace}?",
    "In this column I wrote in {month} that {topic} would be {act} {when}; today {group} "
    "are {mood}.",
    "Let us suppose that {org} had {act} {topic} {small} years ago: would {anyplace} be any safer?",
    "{Hero_s} calls it a {adj} {thing}, yet {pct} percent of {group} {where} see something else.",
    "My friend {stranger}, a former {role}, says that {claim}.",
    "History teaches that whoever has {act} {topic} {where} must one day answer to {group}.",
    "This is how {org} lost {number} {unit} and, with them, the trust of {anycountry}.",
    "I do not say that {org} is right about {topic}, only that {org} is wrong about "
    "{topic} {when}.",
)
BUSINESS_SENTENCES = (
    "Revenues {verbed} by {pct} percent in {month}, {org} said in a report on {topic}.",
    "Prices {verbed} to {number} dollars {when}, traders in {anyplace} said.",
    "The bank in {anyplace} has set aside {number} million dollars for {topic} {why}.",
    "{Hero_s} told a forum of {number} {group} that {claim}.",
    "Exports of {number} tons left the port of {anyplace} in {month}, {pct} percent more than "
    "{org} had forecast.",
    "Analyst {stranger} expects a {adj} {thing} in the market {when}.",
    "Shares in {anyplace} {verbed} on {day} as {group} {act} {topic}.",
)
FEATURE_SENTENCES = (
    "The U.S. – led coalition has {act} {topic} at least {small} times since {month} {dayno}.",
    "{Stranger}’s shop {where} lost {number} dollars when {org} {act} {topic}.",
    "On a {adj} morning {where}, {stranger} waits with {number} {group} for news of {topic}.",
    "The walls {where} still carry the names of {number} {group} who left in {month}.",
    "{Stranger} remembers {anyplace} before {org} {act} {topic}, and speaks of it {when}.",
    "A shop {where} sells photographs of {small} {group} who {act} {topic} in {month}.",
    "Between {anyplace} and {anyplace} the road passes {small} checkpoints, each manned by {group} "
    "of {org}.",
    "Children {where} play {small} steps from the place where {number} {unit} were lost on {day}.",
)
QUESTIONS = (
    "How do you assess {topic} after {org} {act} it in {month}?",
    "Some {group} in {anyplace} say that {org} {act} {topic}. What is your answer to {person}?",
    "What can {country} and {person} do about {topic} {when}?",
    "Have you met {person} since {event} in {anyplace}, and was {topic} {act}?",
    "You said in {month} that {claim}. Do you still hold this view",
    "There is talk of a {adj} {thing} between {org} and {org}. How close is it {when}?",
    "Let us turn to {topic}. {Group} {where} speak of {number} {unit}.",
    "Is it true that {number} {unit} were moved {where} {when}?",
)
ANSWERS = (
    "{Anycountry}’s position on {topic} is known, and {person}’s visit {where} did not change it.",
    "I told {person} in {anyplace} that {claim}.",
    "First of all, {claim}. As for {topic}, it was {act} {when}.",
    "{Claim}. Who else could {do} {topic} {where}?",
    "We have {number} {unit} {where}, and {pct} percent of them are waiting for {topic}.",
    "{Org} {act} {topic} {why}, and I respect that.",
    "When I was in {anyplace} in {month}, {group} asked me to {do} {topic} {when}.",
    "That was a {adj} {thing}. Afterwards {claim}.",
    "I do not wish to speak for {org}, but {claim}.",
    "The {small} meetings with {person} {where} dealt with {topic} and nothing else.",
)
INTERVIEW_INTROS = (
    "{Hero}, the {demonym} {hero_role}, has described {topic} as a {adj} {thing} and said that {claim}.",
    "In an interview with Asharq Al-Awsat {where}, {hero} spoke of {topic}, of {org} and of the "
    "{number} {unit} that {group} await {when}.",
    "{Hero} received Asharq Al-Awsat in {anyplace} on {day}, {small} days after {org} "
    "{act} {topic}.",
)
INTERVIEW_CLOSERS = (
    "The text of the interview follows:",
    "The following is the text of the interview:",
    "Following is the text of the interview:",
    "The following interview ensued:",
    "The following is the full text of the interview:",
)
CAPTIONS = (
    "{Hero}, {demonym} {hero_role}, speaks to {group} {where} in {place} on {month} {dayno}, {year}.",
    "{Group} gather {where} as {org} and {org} meet in {place}, {country}, {month} "
    "{dayno}, {year}.",
    "A general view of {place}, where {number} {unit} were counted on {month} {dayno}, {year}.",
    "FILE – In this {month} {dayno}, {year} file photo, {hero} attends {event} in {anyplace}.",
    "Fighters of {org} stand {where} near {place} on {month} {dayno}, {year}. ATTENTION EDITORS – "
    "PICTURE SUPPLIED BY A THIRD PARTY",
)
HEADINGS = (
    "{Heading_noun} in {Anyplace}",
    "{Heading_noun} and {Heading_noun}",
    "{Small} {Heading_noun} from {Anycountry}",
    "{Heading_noun}: {Org_bare}",
)
LIST_ITEMS = (
    "{Number} {unit} {where} under the care of {org} and {person}",
    "A {adj} {thing} on {topic} {when}, overseen by {person}",
    "{Topic} to be {act} {when}, at a cost of {number} million dollars",
    "A delegation of {number} {group} led by {person}",
)
TITLES: dict[str, tuple[str, ...]] = {
    "news": (
        "{country}: {hero_s} {title_act} {topic_bare} as {org_bare} {title_move} {number} "
        "{unit_bare}",
        "{org_bare} {title_act} {topic_bare} in {place} after {number} {unit_bare} leave "
        "{anyplace}",
        "{demonym} {hero_role} {hero_s}: {org_bare} seeks {adj} {thing} over {topic_bare}",
        "{hero_s} and {other_s} {title_move} {number} {unit_bare} ahead of {event_bare}",
        "{number} {unit_bare} reach {place} as {org_bare} {title_act} {topic_bare}",
    ),
    "opinion": (
        "Opinion: {hero_s} and the {adj} {thing} over {topic_bare}",
        "What does {org_bare} want from {topic_bare} in {anyplace}?",
        "{hero_s}, {org_bare} and the {adj} {thing} of {month}!",
        "The {adj} {thing} nobody in {anyplace} wants: {topic_bare}",
    ),
    "features": (
        "{hero_s}’s {adj} {thing}: {number} {unit_bare} in {place}",
        "{place}: the {adj} story of {number} {unit_bare} and {topic_bare}",
        "Inside {place}: {hero_s}, {other_s} and {topic_bare}",
        "The road from {place} to {anyplace}: {number} {unit_bare} and a {adj} {thing}",
    ),
    "interviews": (
        "Asharq Al-Awsat talks to {demonym} {hero_role} {hero} on {topic_bare}",
        "Interview with {demonym} {hero_role} {hero}",
        "A talk with {hero}: {topic_bare} and {org_bare}",
        "Interview: {hero} on {topic_bare}",
        "Q & A with {demonym} {hero_role} {hero}",
    ),
    "business": (
        "{demonym} markets await {adj} {thing} on {topic_bare} as prices hit {number}",
        "{country} to invest {number} million in {topic_bare}, says {hero_s}",
        "{org_bare}: {number} {unit_bare} needed for {topic_bare} in {place}",
    ),
    "blogs": (
        "Majalla: notes from {place} on {topic_bare} and {hero_s}",
        "{number} days in {place}: a {adj} {thing}",
    ),
}
TITLE_ACTS = _listed("reject|welcome|review|delay|defend|endorse|suspend|discuss")
TITLE_MOVES = _listed("send|await|count|promise|move|protect")
SMALL_WORDS = frozenset(
    _listed("a|an|and|as|at|by|for|from|in|of|on|or|over|the|to|with|after|ahead|is")
)
STOP_WORDS = SMALL_WORDS | frozenset(
    _listed("are|was|be|its|it|that|this|what|does|do|who|where")
) - {"ahead"}

"""Places of the newspaper's datelines, for datelines without any other marker."""

# Compiled for this project: capitals and towns of the region, and capitals with bureaux.
DATELINE_PLACES = frozenset(
    name.strip()
    for name in """
    Abha, Abu Dhabi, Abuja, Addis Ababa, Aden, Ajman, Al-Arish, Aleppo, Alexandria, Algiers, Amman,
    Amsterdam, Ankara, Antakya, Asmara, Aswan, Athens, Baalbek, Baghdad, Bahrain, Baku, Bamako,
    Baqubah, Basra, Beijing, Beirut, Benghazi, Berlin, Bethlehem, Bonn, Brussels, Buenos Aires,
    Buraidah, Cairo, Canberra, Casablanca, Copenhagen, Dahuk, Dakar, Damascus, Dammam, Damman,
    Davos, Deir Ezzor, Deraa, Derna, Dhahran, Dhaka, Diyarbakir, Djibouti, Doha, Dubai, Dublin,
    Duhok, Erbil, Fallujah, Gaza, Gaziantep, Geneva, Hail, Hama, Hasaka, Hebron, Herat, Hodeida,
    Hodeidah, Homs, Idlib, Irbid, Irbil, Isfahan, Islamabad, Ismailia, Istanbul, Jakarta, Jeddah,
    Jenin, Jerusalem, Juba, Kabul, Kandahar, Karachi, Karbala, Kerbala, Khartoum, Khobar, Kiev,
    Kirkuk, Kuala Lumpur, Kuwait, Kuwait City, Lahore, Latakia, Lisbon, London, Los Angeles, Luxor,
    Lyon, Ma’rib, Madina, Madrid, Manama, Manchester, Manila, Marib, Marrakesh, Mashhad, Mecca,
    Makkah, Medina, Misrata, Mogadishu, Moscow, Mosul, Mukalla, Munich, Muharraq, Muscat, Nablus,
    Nairobi, Najaf, Najran, New Delhi, New York, Nicosia, Nouakchott, Omdurman, Oran, Oslo, Ottawa,
    Paris, Peshawar, Port Said, Port Sudan, Prague, Qatif, Quetta, Rabat, Rafah, Ramadi, Ramallah,
    Raqqa, Riyadh, Rome, Saada, Salalah, Samarra, Sana’a, Sana'a, Sanaa, Seoul, Sfax, Sharjah,
    Sharm el-Sheikh, Sidon, Singapore, Sirte, Sochi, Sousse, Stockholm, Suez, Sulaimaniyah,
    Sulaymaniyah, Sydney, Tabuk, Taif, Taiz, Tbilisi, Tehran, Tel Aviv, The Hague, Tikrit, Tobruk,
    Tokyo, Toronto, Tripoli, Tunis, Tyre, Vatican City, Vienna, Warsaw, Washington, Yerevan, Zahle,
    Zarqa, Zurich
    """.replace("\n", " ").split(",")
)

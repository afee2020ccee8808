/* The names of the people in the demo's companies, by language. */
#include "service/demo.h"

const struct demo_people demo_people[DEMO_LANGUAGES] = {
	[DEMO_AR] = { "ar", false,
	  "ليلى=layla عمر=omar نور=nour يوسف=youssef سلمى=salma خالد=khaled"
	  " هدى=huda طارق=tarek",
	  "حداد=haddad منصور=mansour فارس=fares نجار=najjar خوري=khoury"
	  " سالم=salem عيسى=issa ناصر=nasser" },
	[DEMO_DE] = { "de", false,
	  "Anna Jürgen=juergen Lena Uwe Käthe=kaethe Tobias Sabine Matthias",
	  "Schmidt Müller=mueller Wagner Groß=gross Köhler=koehler Vogel"
	  " Brandt Zimmermann" },
	[DEMO_EL] = { "el", false,
	  "Ελένη=eleni Νίκος=nikos Μαρία=maria Γιώργος=giorgos Σοφία=sofia"
	  " Κώστας=kostas Άννα=anna Δημήτρης=dimitris",
	  "Παππάς=pappas Νικολάου=nikolaou Αντωνίου=antoniou"
	  " Οικονόμου=oikonomou Βλάχος=vlachos Γεωργίου=georgiou"
	  " Μακρής=makris Ιωάννου=ioannou" },
	[DEMO_EN] = { "en", false,
	  "Grace Oliver Amelia Jack Zoë=zoe Samuel Niamh Marcus",
	  "Taylor O'Brien=obrien Walker Bennett Okafor Hughes Morgan"
	  " Fletcher" },
	[DEMO_ES] = { "es", false,
	  "Lucía=lucia Álvaro=alvaro Carmen Íñigo=inigo Marta Sergio Nuria"
	  " Pablo",
	  "García=garcia Núñez=nunez Romero Ibáñez=ibanez Vidal Ortega"
	  " Peña=pena Castro" },
	[DEMO_FR] = { "fr", false,
	  "Camille Étienne=etienne Léa=lea François=francois Chloé=chloe"
	  " Antoine Hélène=helene Mathieu",
	  "Martin Lefèvre=lefevre Moreau Dubois Garnier Besançon=besancon"
	  " Renaud Chevalier" },
	[DEMO_HI] = { "hi", false,
	  "प्रिया=priya अर्जुन=arjun अनीता=anita विक्रम=vikram मीरा=meera"
	  " रोहन=rohan कविता=kavita संजय=sanjay",
	  "शर्मा=sharma पटेल=patel गुप्ता=gupta नायर=nair वर्मा=verma"
	  " मेहता=mehta जोशी=joshi राव=rao" },
	[DEMO_IT] = { "it", false,
	  "Giulia Marco Chiara Niccolò=niccolo Elisa Davide Paola Andrea",
	  "Rossi Ferri Lombardi Conti Serra Bellini Marchetti Villa" },
	[DEMO_JA] = { "ja", true,
	  "美咲=misaki 健太=kenta 由美=yumi 翔=sho さくら=sakura 大輔=daisuke"
	  " 恵子=keiko 拓也=takuya",
	  "佐藤=sato 鈴木=suzuki 高橋=takahashi 田中=tanaka 渡辺=watanabe"
	  " 中村=nakamura 小林=kobayashi 加藤=kato" },
	[DEMO_KO] = { "ko", true,
	  "민준=minjun 서연=seoyeon 지훈=jihun 수진=sujin 현우=hyunwoo"
	  " 예은=yeeun 동현=donghyun 하나=hana",
	  "김=kim 이=lee 박=park 최=choi 정=jung 강=kang 조=cho 윤=yoon" },
	[DEMO_PL] = { "pl", false,
	  "Agnieszka Łukasz=lukasz Zofia Paweł=pawel Małgorzata=malgorzata"
	  " Tomasz Ewa Michał=michal",
	  "Nowak Wójcik=wojcik Zieliński=zielinski Mazur Król=krol"
	  " Dąbrowski=dabrowski Pawlak Górski=gorski" },
	[DEMO_PT] = { "pt", false,
	  "Beatriz João=joao Inês=ines Thiago Luísa=luisa Rafael Débora=debora"
	  " Caio",
	  "Silva Araújo=araujo Gonçalves=goncalves Teixeira Brandão=brandao"
	  " Moraes Pires Simões=simoes" },
	[DEMO_SV] = { "sv", false,
	  "Åsa=asa Erik Maja Björn=bjorn Linnéa=linnea Oskar Karin Lars",
	  "Lindqvist Öberg=oberg Nyström=nystrom Hedlund Sandberg"
	  " Åkesson=akesson Dahl Forsberg" },
	[DEMO_TR] = { "tr", false,
	  "Ayşe=ayse Mehmet Zeynep Çağlar=caglar Elif Ozan Gül=gul Emre",
	  "Yılmaz=yilmaz Şahin=sahin Kaya Öztürk=ozturk Aydın=aydin"
	  " Güneş=gunes Arslan Polat" },
	[DEMO_UK] = { "uk", false,
	  "Олена=olena Андрій=andrii Ірина=iryna Тарас=taras Оксана=oksana"
	  " Богдан=bohdan Наталія=nataliia Юрій=yurii",
	  "Шевченко=shevchenko Коваль=koval Бондаренко=bondarenko"
	  " Ткачук=tkachuk Мельник=melnyk Лисенко=lysenko Гончар=honchar"
	  " Кравець=kravets" },
	[DEMO_ZH] = { "zh", true,
	  "丽华=lihua 伟=wei 秀英=xiuying 建国=jianguo 静=jing 志强=zhiqiang"
	  " 雪梅=xuemei 磊=lei",
	  "王=wang 李=li 张=zhang 刘=liu 陈=chen 杨=yang 赵=zhao 周=zhou" },
};

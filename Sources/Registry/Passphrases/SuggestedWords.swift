/// Words that people here know, of four to eight letters, none of them rude: 2048, so that each is worth eleven bits.
enum SuggestedWords {
    static let all: [String] =
        """
        abadi abang abjad abon acar adab adas adat adik aduk agama agar agas ahli ajaib ajak ajar akal akan akar \
        akhir akor aksara aksi aktif akua alam alamat alami alarm alat album alga alias alir alis alun alur aman \
        amat ambang amben ambil ampel amplop ampuh anak anda andal andong aneh angan anggun anggur angin angka \
        angket angkut angsa anjur antik anting antre anyam apik apotek apsara apung arang arca aren arena arif arsip \
        arti artis arung asah asal asam asap asbak asin asing asli asri asuh asyik atap atas atlet atur aula awal \
        awan awas awet ayah ayun azan babak baca badak badan badut bagan bagasi bagus bahan bahari bahasa baik bait \
        baja bajak bakar bakat bakau baki bakmi bakso bakti baku balada balai balap balas balik balkon balok balon \
        balut bandar bando bangau bangga bangsa bangun banir banjir bantal bantu banyak bapak bara barat baring \
        baris barter basah basis basket basuh batal batang batas batik batok batu baur bawa bawah bawang bayam \
        bayang bayar bayu beban bebas bebek beda bedah bedak beduk bejana bekal bekas beku bela belas beli belia \
        belok benam benang benar bencah benih bening bentar bentuk berani beras berat bergas beri bernas bersih \
        besar besi betah beting betis betul bibir bibit bidan bidang bihun bijak biji bikin biksu bilas biliar bilik \
        bina biola biru bisa bising bobot bocah boga bohlam bolong bolu boneka bonsai borong botani botol brosur \
        buah buat buaya bubuk bubung budaya budi bugar buih buka bukit bukti buku bulat bulir bulu bumbu bumi bundar \
        bundel bunga buntal buru burung busa busana butir butuh buyut cabai cacah cacing cadar cadas cagar cair \
        cakap cakar cakram calon camar camat campak canda candi cantik capai capung cara cari catat catur cecak \
        cedera cegah cekung celana cemara cemas cendol cerah cerai cerek ceria cermat cermin cerna ceruk cetak cicil \
        cikal cikar cincau cinta cipta ciri cita cobek cokek colek contoh corak corong cowok cuaca cubit cucu cuka \
        cukup cukur cuti dada dadu daerah dagang dagel daging dagu dahan dahi dahlia dahulu dakwah dalam dalang \
        damai damar dana danau dandan dapat darat dari dasar dasi datang datar datuk daun dawai daya dayung debar \
        debat dedak dekat dekor delima demam demi denah denda dengar depan depot deras derma desa desain desak desir \
        detik dewa dewan dewasa diam dian diet dilema dingin dini diri diskon dodol dokter doku dolan domba dorong \
        dosen drama dubes duga duka dukat dukuh dukung dulang dunak dunia durian duta duyun duyung ebro edar efek \
        ekor ekspor elegan elips elok emas empang empat emping empuk enam encer endap energi engkau engsel entah \
        enteng erang esai esok etika fajar famili fardu faset fasih feri figur film final fisika flora fokus folder \
        fonem fosil foto fungsi gabah gabus gada gading gadis gagah gagak gagang gagas gajah gaji gajus galah galak \
        gali galon gamang gambar gambus gambut gamis ganda ganti gapai gapura garam garing garis garpu garuda gasing \
        gawai gawang gaya gayung gegas gelak gelang gelap gelas geli geliat gelora gemar gembok gempa gemuk gengsi \
        geram gesek geser getah getuk geulis giat gigi gili giling gincu ginjal gizi global godok golek golok gotong \
        goyang gratis grup gubuk gudang gudeg gugah gugus gula gulai gulat gulung gumpal guna gundah gundul gunung \
        gurami gurat gurau guru gurun gusar gusi hadang hadap hadiah hadir hajat haji hakim halal haluan halus hamba \
        hambar hampir hangat hantar hanya hanyut harga hari harpa harta harum harus hasil hasta haus hawa hayat \
        hebat helai hemat hening heran hewan hibah hibur hidang hidung hijau hikmah hilal hilang himpun hingga hirup \
        hitam hitung hoki honor hormat hotel hukum hulu huma humus hutan ibarat ideal idola ikal ikan ikat ikhlas \
        iklan ikon ikrar ikut ilham ilusi imaji imbang imbau impas impor inang inap indra induk infak ingat ingin \
        insan intan inti intip iring iris irit istana itik izin jabat jadi jaga jago jaguar jagung jahe jajan jajar \
        jaket jaksa jalan jalin jalur jamak jambu jambul jamin jamu jangka janji jantan janur jarang jari jaring \
        jarum jasa jatuh jauh jawab jawara jeda jejak jejaka jejer jelang jelas jelita jemala jemput jemur jenaka \
        jenang jenis jeram jerami jernih jeruk jilid jimat jinak jingga jiwa jodoh joget joglo juang juara jubah \
        judul jujur jumlah jumpa jumput jung juntai jurang juri jurnal juta kabar kabel kabin kabur kabut kaca \
        kacang kacau kadang kadar kader kado kail kain kaisar kait kakap kakek kaki kaktus kala kalah kaldu kaleng \
        kali kamar kamera kamper kampus kanan kancil kantin kantor kanvas kapak kapal kapan kapten kapur karang \
        karate karcis karib karier karpet karton karun karung karya kasih kasur kasut kata katak katup kaum kaus \
        kawal kawat kaya kayak kayu kayuh kebal kebaya kebun kecap kecil kedai kedip kejar kekal kelabu keladi kelam \
        kelap kelapa kelas kelasi kelir kelola keluar kemah kemas kemeja kemiri kemudi kenal kenari kencan kencur \
        kendi kenyal kepak kepala kepik kepul kerak kerang kerapu kerbau keris kerja kertas keruh ketan ketat ketel \
        ketik ketua ketuk khas khayal khusus kicau kidul kidung kijang kilang kilap kilas kilat kilo kincir kini \
        kios kiprah kira kiri kirim kisah kisi kismis kita kitab klinik klub koala kobar koda kodok kofein koin \
        kokoh kokok kolak kolam kolega kolong koma komedi komet kompak kompas kompor kompos kontan kontes kopi \
        kopiah korek korong kosmos kosong kotak kotor koyak krim kritik kuah kuala kuali kuark kuasa kuat kubah \
        kubis kucing kuda kuil kuini kukuh kukus kulak kuliah kulit kulon kumis kumpul kumur kundur kuning kuno \
        kuntum kunyit kupas kuping kupluk kura kurang kuras kurir kurma kursus kurung kurus kurva kusir kusut kutip \
        kutub labuh lacak laci lada laga lagi lagu lahan lahir laju lajur laku lalap lalu lama lamar lambai lampu \
        lamun lancar lancip landak landas langit langka lanjut lantak lantun lapang lapar lapor laras larik laris \
        larut lasak laskar latar lauk laut lawak lawan lawas layang layar layu lazim lebai lebar lebat lebih ledek \
        lega legit leher lekuk lelah lelaki lele lemak lemari lembah lembap lembar lembur lembut lempar lempuk \
        lenong lensa lentik lentur lereng lesu lesung letak letup lewat liar liat libas libur licik licin lidah \
        lihai lihat lilin lilit limau limbah limpah limun lintah lintas lipat liput lirih liter lodeh logam logat \
        logo lokal lokan lokasi lolos lomba lombok lompat lontar loreng lorong loyal loyang luar luas lubang lucu \
        lugas lugu luhur luka luluh lulus lumpia lumpur lunak lunas luncur luntur lupa lurik luruh lurus lusa lutung \
        lutut luwes maaf macan madu magang magis mahal mahar mahir mahoni main maka makan makara makmur maksud malah \
        malam malas mampu mana mandi mandor mangir mangsa manik manis manja mantan mantap mantel manuk marah maret \
        marga marmer masa masak masam masih mata matang matras mawar medali medan media mega megah mekar melati \
        melayu melek melon memang menang menara mentah menu menung merah merdu merek meriah merica mesin mesti \
        meteor meter metode midi milik mimbar mimpi minggu minum minyak mirip misi mitra mobil modal model mohon \
        molek momen montir motif motor mozaik muara muda mudah mudik mudun muka mukena mula mulas mulia mumi muncul \
        mundur mungil murai muram murid murni museum musik musim mutu nadi nafiri naga nagari naik namun nanas nanti \
        napas narasi nasi nasib naskah naung nazar negara negeri nektar nenek neon neraca netral niaga niat nikah \
        nikmat nilai nilam nipah nisbi nona normal notasi notula nuri nyala nyali nyaman nyanyi nyaris nyata nyiur \
        nyonya obat obeng objek obor obrol odol ojek oktaf oleh oles olok ombak omong omzet ongkos opak opal opini \
        opsi optik orang orator orbit organ orkes otot oval oven pabrik pada padang padat padi padu pagi pagoda \
        paham pahat pajak pakai pakan pakar pakis paku pala palang palem paling palsu palu palung pamer pamit pamong \
        panah pancar panci pancur pandai pandu panen pangan panjat pantas pantau pantul pantun papan paras parau \
        pari parit paruh parut pasak pasang paser pasien pasir paspor pasti patah pati patok patuh patut paus payah \
        payung pecel pedal pedang pedas pegang pegas pejam peka pekat pekik pelan pelana pelik pelita pelog peluit \
        peluk pena penat pencak pendar pengki pensil pentas penuh pepaya perah perahu perak peras percik perdu pergi \
        peri periuk perlu permai permen pernak persik perut pesan pesona pesta peta petai petang peti petik petir \
        petis piagam piala piano piatu pigura pihak pijak pijar pikat pikir pikul pilar pilot pilu pimpin pinang \
        pindah pinjam pinta pintar pintas pinus piring pisah pisang piton planet pohon poin pokok pola polah polen \
        poles polos pompa pondok poster potret pria prisma proses pualam publik pucat pucuk puding pugar puisi puji \
        pukat pukul pulang pulas pulau pulpen puluh puncak pungut pupuk pupus puring pusaka pusat pusing puspa putar \
        putik putra putri putus puyuh racik rada radar raga ragi ragu rahang raih rajin rajut rakit rakyat ramai \
        ramal rambah rambat rambu rampai ramu ranah randu ransel rantai rantau ranum rapi rasa rasi rasio rata ratap \
        ratna ratu ratus raup raut rawa rawan rawit rawon raya rayap reaksi rebah rebana rebung rebut receh reda \
        redam redup rekam rekan rekor rela relung remaja remang remis renang renda rendah rendam renung renyah resah \
        resap resep resmi restu retak retas revisi rezeki riak riang ribu ribut rica rimba rinai rindu ringan rintik \
        rintis risik riuh robek roboh roda roket rombak rompi ronda rontok rosela rotan roti royal ruai ruang rubah \
        rubrik rugi rujak rukun rumbai rumbia rumit rumpi rumput rumus rungu runtun rupiah rusa rusuk rutin saat \
        sabana sabar sabda sablon sabuk sabun sabut sadar saga sagu sahaja saham saja sajak saji saka sakral saksi \
        sakti saku salah salam salat saldo saleh salin saling salju salon salut sama samba sambal sambil sambut \
        sampah sampai sampan samun sana sandal sandar sangat sangka santai santan santun sapa sapi sapu saraf saran \
        sarana sarang sari saron sarung sarwa sasar sastra satu satwa sauna sawah sawi sawit sawo sayang sayap sayat \
        sayur sebab sebut sedang sedap sedia sedot seduh segala segan segel segera segi sejak sejuk sekali sekam \
        sekar sekoci sekop sekutu selada selai selam selat selera selia seloka seluk semak sembah semen semi sempat \
        sempit semut senam senang senar senda sendu sengat sengau sengon senja sensor sentra sentuh senyum sepak \
        sepat sepatu sepi serabi serah serai serak serasi serat serbet serbu seret seri sering serta sesak sesuai \
        setang setel setir setor siaga siang siap siar sibuk sidang sifat sihir sikap sikat siku silam silang silat \
        silau siluet simak simbol simpan simpul sindir singa siput siram sirih sirip sirkus sirsak sisik sisir \
        sistem siswa situs sopan sorak sore sorot spiral spons stabil status stok studi studio suai suami suara \
        suatu subuh suci sudah sudut suguh suit sujud suka sukma sukses sukun sulam suling sulit suluh sulung sulur \
        sumber sumpit sumsum sumur sunat sunyi super surai surat surau suruh surut surya susu susun sutra swasta \
        syair syarat syukur tabah tabel tabib tabir tabuh tabung tabur tahan tahap tahu tahun tajam tajuk takar \
        takdir takluk taksi takwa talang tali tamak taman tamat tambah tambal tambat tambur tampah tampan tampil \
        tamu tanah tanda tandan tandu tanduk tangga tangis tani tanjak tanpa tanya tapak tapis taraf tari tarik \
        taruh tasbih tatap taufik taut tawa tawon tayang tebak tebal tebang tebing tebu tebus teduh tegal tegap \
        tegar tegas teguk tegur teja teka tekan teknik teko tekuk telaga telah telat teliti teluk teman tembok \
        tembus tempa tempe tempel tempo tempuh tenaga tenang tenda tengah tenis tentu tenun teori tepat tepuk tepung \
        tera terang terasi terbit terigu terik terjal terjun terka termos teruna terung terus tetap tetapi tetes \
        tiang tiara tiba tidak tidur tifa tiga tikung tikus tilang tilik timang timba timbel timbul timbun tinggi \
        tinju tinta tipe tirai tiram tiran tiris titah titik titip tiup tokek toko tokoh tolak toleh tomat tombak \
        tombol tong topan topang topeng topi toya tren tropis truk tuai tuan tuang tubuh tuduh tugas tugu tuju tujuh \
        tukar tukik tulang tulis tumbuh tumbuk tumis tumit tumpuk tunai tunas tunda tunggu tungku tunjuk tuntas \
        tuntun turis turun turut tusuk tutup tutur uang ubah ubin ucap udara ufuk ukir ukur ulang ular ulas ulen \
        ulet ulin ulir ulung umat umbi umbul umpan umum umur undak undi undur unggas unggul unggun ungkit ungu unik \
        unit untai untuk untung upah urai urap urat urung usaha usai usang usap usia usir usul utama utang utuh \
        vaksin vandal vanili video vila viola visi volume wadah wahai wahana wahyu wajan wajar wajib wajik waktu \
        walau walet wali wangsa wanita warga waris warsa warta waru warung wasit wayang wedang wijen wiraga wisma \
        wisuda wiyata wortel yakin yoga yuwana zaitun zaman zamrud zebra ziarah
        """.split(separator: " ").map(String.init)
}

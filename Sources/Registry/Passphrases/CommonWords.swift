/// Words that people here make passphrases of, the most likely ones first. The library that counts guesses knows English ones.
enum CommonWords {
    static let all: [String] =
        """
        rahasia sandi katasandi passphrase indonesia merdeka garuda pancasila sayang cinta kamu aku bismillah \
        alhamdulillah insyaallah allah muhammad jakarta surabaya bandung medan semarang makassar palembang \
        yogyakarta jogja denpasar padang malang bogor depok bekasi tangerang solo banten bali aceh papua riau \
        jambi lampung maluku sulawesi kalimantan sumatera jawa nusantara kantor dinas negara pemerintah \
        sekretariat kecamatan kelurahan kabupaten provinsi kota desa bupati walikota camat lurah gubernur \
        pegawai kepala staf bendahara sekretaris admin operator guru dosen dokter perawat selamat datang \
        terimakasih terima kasih pagi siang malam senin selasa rabu kamis jumat sabtu minggu januari februari \
        maret april juni juli agustus september oktober november desember satu dua tiga empat lima enam tujuh \
        delapan sembilan sepuluh ganteng cantik manis imut jelek bodoh gila anjing kucing babi monyet bunga \
        mawar melati anggrek bintang bulan matahari langit laut gunung pantai hujan pelangi rumah keluarga \
        mama papa ayah ibu bapak anak adik kakak istri suami cucu nenek kakek sahabat teman pacar mantan \
        persija persib arema persebaya bonek bobotoh viking sepakbola bola motor mobil honda yamaha avanza \
        bakso sate rendang nasi goreng kopi susu mie ayam coklat alamanda budi siti agus slamet sri dewi wati \
        putri putra andi joko bambang hendra rina yanti ningsih susanti setiawan saputra pratama wahyu rahmat \
        hidayat ramadhan ramadan lebaran idulfitri natal ilovebali sukses jaya makmur sejahtera bahagia ceria \
        semangat ganbatte tandatangan sertifikat elektronik dokumen surat nadine esign teken contoh percobaan \
        ujicoba coba testing gantisaja gantinanti lupa lupalagi bebas apasaja terserah
        """.split(separator: " ").map(String.init)
}

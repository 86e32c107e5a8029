import Testing

@testable import Mixing

/// XXH3 against values of the reference implementation, by way of Python's `xxhash` package.
@Suite struct XXH3Tests {
    /// Lengths on both sides of each border, under the seeds 0 and 0x9E3779B185EBCA87, of the bytes `(i * i * 7 + 13) & 255`.
    @Test(arguments: [
        (0, UInt64(0x2d06_8005_38d3_94c2), UInt64(0x07f7_0f81_9703_314d)),
        (1, 0x8a21_d78b_1538_b1c0, 0x818a_483c_1a29_da1b),
        (2, 0x51a6_87ed_1e9c_eea7, 0x0690_d981_5d98_3149),
        (3, 0x25c7_4c55_2639_0d4e, 0xbd50_f7a3_95d2_f5ea),
        (4, 0xa4d7_d040_ccfc_07ad, 0xdbc4_5a74_8e8f_fa18),
        (7, 0x52ca_e56a_f395_83d6, 0x9d4b_8b02_0bea_5f58),
        (8, 0xf099_0479_c833_ecc3, 0x9550_bd45_7a59_e1b3),
        (9, 0xa2a6_bba4_c246_0cdb, 0x162c_bb7e_15c2_a28b),
        (16, 0x2bf3_84bf_3627_e91d, 0xb6ce_dd7b_e334_daa7),
        (17, 0xd775_142b_2872_fb8f, 0x0f40_c68f_5d62_cad9),
        (32, 0xd498_f726_3445_4777, 0xe5d3_d0da_4b5b_7a2a),
        (33, 0x154b_4e65_6625_154c, 0xf1a7_7c58_8e6d_6ca4),
        (64, 0xd184_1694_0fee_87c8, 0x86cb_bd45_5266_6af5),
        (65, 0xcf12_1af2_d1bc_b312, 0x3f8f_681b_8cab_0940),
        (96, 0x8ad0_bbdf_2225_b6d8, 0xdef1_24de_d7af_a36f),
        (97, 0x60f8_cba2_deef_234f, 0xb5f5_6c7e_2c8f_6c91),
        (128, 0x0743_784a_0159_aba1, 0x0027_7b3f_2ad0_73f1),
        (129, 0xaecb_6c2e_32a5_158d, 0xc0eb_9842_f823_eefa),
        (143, 0xf01c_8ab3_54ff_8faf, 0xf01c_ccdb_8b6e_ce12),
        (144, 0x18bc_a36d_d2eb_1815, 0x94c2_a32e_4482_243f),
        (160, 0xbc48_be6d_c291_a22d, 0x41ed_bbc3_09b8_65ff),
        (176, 0x9dd9_ae6a_2557_265c, 0xeb29_1e3c_c675_9931),
        (200, 0x2bda_b0b5_4db5_94c8, 0xde12_698e_db4e_6844),
        (239, 0xf060_1365_c7e6_24e6, 0x1577_4cf9_fceb_506c),
        (240, 0xba59_829f_0ec5_de4a, 0x4c61_597b_2266_c6b2),
        (241, 0x60a1_0365_7cdf_32a0, 0x81e0_8155_e9bf_0d8f),
        (256, 0x470f_44b1_980e_2c91, 0x0747_20ac_0ce4_d3ce),
        (257, 0xf880_d03c_eb93_a2f8, 0xb2c5_28b4_72ef_9529),
        (511, 0x9401_ffe4_b09f_1764, 0xfb90_4b53_3e35_c091),
        (512, 0x1be9_9c83_c430_aef1, 0x1694_7559_fc74_a89b),
        (1024, 0x8090_b1c4_d448_2bed, 0x9637_a7df_5b13_3573),
        (1025, 0x8472_298c_d38a_88c2, 0x1c02_d4c3_ba51_761f),
        (1088, 0xbe5a_e340_d61b_48cc, 0xe097_e469_a27b_b151),
        (1089, 0xa1a8_7fc7_cc4e_801c, 0xbde1_195c_c5b5_7b56),
        (2048, 0xa0dd_0156_dd11_a0ca, 0xa293_b7b6_cfa1_c7d0),
        (2049, 0x3dec_7de6_89b7_fa84, 0x6ae4_74cf_10ed_dbbc),
        (2400, 0x5489_3052_4418_b767, 0x0e89_8d25_0e88_8e36),
    ])
    func vector(_ length: Int, _ unseeded: UInt64, _ seeded: UInt64) {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * $0 * 7 + 13) }
        bytes.withUnsafeBytes { bytes in
            #expect(XXH3.hash(bytes) == unseeded)
            #expect(XXH3.hash(bytes, seed: 0x9E37_79B1_85EB_CA87) == seeded)
        }
    }

    @Test(arguments: [UInt64(0), 1, 0x0123_4567_89AB_CDEF, .max], [UInt64(0), 17, .max])
    func numberIsHashedAsItsBytes(_ number: UInt64, _ seed: UInt64) {
        withUnsafeBytes(of: number.littleEndian) { #expect(XXH3.hash(number, seed: seed) == XXH3.hash($0, seed: seed)) }
    }

    @Test func offsetIntoABufferMakesNoDifference() {
        let bytes = (0..<700).map { UInt8(truncatingIfNeeded: $0 * 3) }
        bytes.withUnsafeBytes { buffer in
            for length in Array(0..<300) + [511, 512, 513, 690] {
                let moved = UnsafeRawBufferPointer(rebasing: buffer[3..<3 + length])
                let copy = Array(moved)
                copy.withUnsafeBytes { #expect(XXH3.hash($0, seed: 5) == XXH3.hash(moved, seed: 5)) }
            }
        }
    }
}

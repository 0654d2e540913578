//! What a dictionary of characters does not say about names: how surnames are read, and which of the many readings
//! in the dictionary are alive.
//!
//! The data of the `pinyin` crate is complete but old: 王 is listed as wang and yu, 冯 as feng and ping, 阚 as han
//! before kan. Searching by all of them alike would find two thousand people called 王 for `yu`. A character in
//! [`LIVING`] has exactly the readings given there; any other keeps the first of the dictionary. What the dictionary
//! has beyond that counts as old and is found only when typed in full, behind everything else.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::syllable::Toned;

/// Readings of a character at the beginning of a name, the usual one first. They come before its other readings,
/// which stay: many a 单 is looked for as dan by someone who has only seen the name in writing.
static SURNAMES: LazyLock<HashMap<char, Vec<Toned>>> = LazyLock::new(|| parse(SURNAME_LINES));

/// Readings of a character that are in use today, the usual one first.
static LIVING: LazyLock<HashMap<char, Vec<Toned>>> = LazyLock::new(|| parse(LIVING_LINES));

/// Two-character surnames whose reading does not follow from their characters.
const COMPOUND: &[(char, char, &str, &str)] = &[
    ('尉', '迟', "yu4", "chi2"),
    ('尉', '遲', "yu4", "chi2"),
    ('万', '俟', "mo4", "qi2"),
    ('萬', '俟', "mo4", "qi2"),
    ('长', '孙', "zhang3", "sun1"),
    ('長', '孫', "zhang3", "sun1"),
    ('单', '于', "chan2", "yu2"),
    ('單', '于', "chan2", "yu2"),
    ('澹', '台', "tan2", "tai2"),
    ('澹', '臺', "tan2", "tai2"),
    ('子', '车', "zi3", "ju1"),
    ('子', '車', "zi3", "ju1"),
    ('宰', '父', "zai3", "fu3"),
    ('夹', '谷', "jia2", "gu3"),
    ('谷', '梁', "gu3", "liang2"),
    ('吐', '谷', "tu3", "yu4"),
    ('冒', '顿', "mo4", "du2"),
    ('乐', '正', "yue4", "zheng4"),
    ('樂', '正', "yue4", "zheng4"),
    ('纥', '干', "he2", "gan1"),
    ('叱', '干', "chi4", "gan1"),
    ('仆', '固', "pu2", "gu4"),
    ('令', '狐', "ling2", "hu2"),
    ('拓', '跋', "tuo4", "ba2"),
];

/// Readings of `c` as the beginning of a surname, if they differ from its ordinary ones.
pub(crate) fn surname(c: char) -> Option<&'static [Toned]> {
    SURNAMES.get(&c).map(Vec::as_slice)
}

/// Readings of `c` in use today, if the dictionary's first one does not do.
pub(crate) fn living(c: char) -> Option<&'static [Toned]> {
    LIVING.get(&c).map(Vec::as_slice)
}

/// Readings of the two characters of a compound surname.
pub(crate) fn compound(first: char, second: char) -> Option<(Toned, Toned)> {
    let (_, _, a, b) = COMPOUND.iter().find(|(a, b, _, _)| *a == first && *b == second)?;
    Some((Toned::parse(a)?, Toned::parse(b)?))
}

/// Reads lines of `characters reading…`: several characters (simplified and traditional) may share their readings.
fn parse(lines: &str) -> HashMap<char, Vec<Toned>> {
    let mut table = HashMap::new();
    for entry in lines.split([';', '\n']) {
        let mut words = entry.split_whitespace();
        let Some(characters) = words.next() else { continue };
        let readings: Vec<Toned> = words.filter_map(Toned::parse).collect();
        for c in characters.chars() {
            table.insert(c, readings.clone());
        }
    }
    table
}

const SURNAME_LINES: &str = "
单單 shan4; 曾 zeng1; 乐樂 yue4 le4; 重 chong2; 仇 qiu2; 区區 ou1; 解 xie4; 查 zha1; 盖蓋 ge3; 朴 piao2
尉 wei4 yu4; 翟 zhai2 di2; 覃 tan2 qin2; 谌諶 chen2 shen4; 缪繆 miao4 mou2; 员員 yun4; 贠 yun4 yuan2; 种 chong2
秘祕 bi4 mi4; 冼洗 xian3; 行 xing2 hang2; 任 ren2; 华華 hua4; 过過 guo1; 燕 yan1; 应應 ying1; 宁 ning4; 曲 qu1
哈 ha3; 柏 bai3 bo2; 都 du1; 纪紀 ji3; 令 ling2; 宓 mi4 fu2; 葛 ge3; 折 she2 zhe2; 能 nai4 neng2; 繁 po2 fan2
殷 yin1; 佴 nai4 er4; 褚 chu3; 牟 mu4 mou2; 祭 zhai4 ji4; 车車 che1; 召 shao4 zhao4; 肖 xiao1; 郤 xi4
郄 qie4 xi4; 乜 nie4 mie1; 句 gou1; 谷 gu3; 黑 he4 hei1; 那 na1; 薄 bo2; 藏 zang4 cang2; 炅 gui4 jiong3; 炔 gui4
难 ning4 nan2; 撒 sa3; 少 shao4; 卜 bu3; 盛 sheng4 cheng2; 六 lu4 liu4; 角 jue2 jiao3; 费費 fei4 bi4
莘 shen1 xin1; 干 gan1; 强強 qiang2 jiang4; 相 xiang4; 宿 su4; 粘 nian2; 占 zhan1; 校 jiao4 xiao4; 给 ji3
扎 zha1; 佟 tong2; 沈 shen3; 呙 guo1; 笪 da2; 昝 zan3; 訾 zi1; 仉 zhang3; 逄 pang2; 郇 xun2 huan2; 隗 wei3 kui2
郗 xi1 chi1; 阚闞 kan4; 长 zhang3 chang2; 長 zhang3 chang2; 万萬 wan4; 尹 yin3; 於 yu1; 弓 gong1; 要 yao1
兴興 xing1; 曹 cao2; 石 shi2; 冯馮 feng2; 陆陸 lu4; 俞 yu2; 余 yu2; 佘 she2; 厍 she4; 苑 yuan4; 瞿 qu2; 晁 chao2
朝 chao2
";

const LIVING_LINES: &str = "
阿 a1 e1; 啊 a1; 扒 ba1 pa2; 吧 ba1; 柏 bai3 bo2; 蚌 bang4 beng4; 薄 bo2 bao2; 堡 bao3 bu3 pu4; 陂 bei1 pi2
辟 pi4 bi4; 便 bian4 pian2; 扁 bian3 pian1; 泊 bo2 po1; 伯 bo2 bai3; 卜 bu3 bo5; 剥 bo1 bao1
参參 can1 shen1 cen1; 藏 cang2 zang4; 曾 zeng1 ceng2; 差 cha1 chai1 ci1; 查 cha2 zha1; 长長 chang2 zhang3
朝 chao2 zhao1; 车車 che1 ju1; 称稱 cheng1 chen4; 乘 cheng2 sheng4; 盛 sheng4 cheng2; 晟 sheng4 cheng2
澄 cheng2 deng4; 匙 chi2 shi5; 重 chong2 zhong4; 仇 chou2 qiu2; 畜 chu4 xu4; 传傳 chuan2 zhuan4
绰綽 chuo4 chao1; 椎 zhui1 chui2; 单單 dan1 shan4 chan2; 弹彈 tan2 dan4; 大 da4 dai4; 得 de2 dei3
的 de5 di2 di4; 翟 zhai2 di2; 调調 diao4 tiao2; 都 du1 dou1; 度 du4 duo2; 读讀 du2; 沌 dun4; 恶惡 e4 wu4
番 fan1 pan1; 繁 fan2 po2; 佛 fo2 fu2; 否 fou3 pi3; 脯 pu2 fu3; 芾 fu2 fei4; 盖蓋 gai4 ge3; 葛 ge3; 蛤 ha2 ge2
给給 gei3 ji3; 谷 gu3 yu4; 龟龜 gui1 jun1 qiu1; 桧檜 hui4 gui4; 还還 huan2 hai2; 行 xing2 hang2; 珩 heng2
桁 heng2; 核 he2 hu2; 貉 he2 hao2; 侯 hou2; 会會 hui4 kuai4; 夹夾 jia1 ga1; 贾賈 jia3 gu3; 茄 qie2 jia1
伽 jia1 ga1 qie2; 见見 jian4 xian4; 将將 jiang1 qiang1; 降 jiang4 xiang2; 角 jiao3 jue2; 校 xiao4 jiao4
觉覺 jue2 jiao4; 嚼 jiao2 jue2; 解 jie3 xie4; 桔 ju2 jie2; 藉 jie4 ji2; 劲勁 jin4 jing4; 颈頸 jing3
靓靚 liang4 jing4; 句 ju4 gou1; 卷 juan3 juan4; 隽雋 jun4 juan4; 浚 jun4 xun4; 濬 jun4; 卡 ka3 qia3; 咖 ka1 ga1
阚闞 kan4; 壳殼 ke2 qiao4; 咳 ke2; 傀 kui3; 隗 wei3 kui2; 落 luo4 la4 lao4; 乐樂 le4 yue4; 勒 le4 lei1; 累 lei4
烙 lao4 luo4; 棱 leng2 ling2; 俩倆 lia3 liang3; 了 liao3 le5; 陆陸 lu4 liu4; 绿綠 lv4 lu4; 六 liu4 lu4
露 lu4 lou4; 率 shuai4 lv4; 纶綸 lun2 guan1; 脉脈 mai4 mo4; 埋 mai2 man2; 蔓 man4 wan4; 冒 mao4 mo4
没沒 mei2 mo4; 秘祕 mi4 bi4; 模 mo2 mu2; 缪繆 miao4 mou2 miu4; 牟 mou2 mu4; 万 wan4 mo4; 萬 wan4; 摩 mo2
么 me5 yao1; 麽 me5 mo2; 那 na4 nuo2; 娜 na4 nuo2; 哪 na3; 呢 ne5 ni2; 弄 nong4 long4; 粘 nian2 zhan1
辗輾 zhan3 nian3; 区區 qu1 ou1; 胖 pang4 pan2; 朴 piao2 pu3; 屏 ping2 bing3; 曝 bao4 pu4; 埔 pu3 bu4; 奇 qi2 ji1
栖 qi1 xi1; 乾 qian2 gan1; 纤纖 xian1 qian4; 茜 qian4 xi1; 亲親 qin1 qing4; 强強 qiang2 jiang4; 俏 qiao4
塞 sai4 se4; 色 se4 shai3; 杉 shan1 sha1; 莎 sha1 suo1; 刹剎 cha4 sha1; 厦廈 xia4 sha4; 禅禪 chan2 shan4
裳 chang2 shang5; 召 zhao4 shao4; 折 zhe2 she2; 沈 shen3 chen2; 什 shi2 shen2; 莘 xin1 shen1; 省 sheng3 xing3
识識 shi2 zhi4; 石 shi2 dan4; 似 si4 shi4; 伺 si4 ci4; 数數 shu4 shuo4; 属屬 shu3 zhu3; 谁誰 shei2 shui2
说說 shuo1 shui4 yue4; 宿 su4 xiu3; 陶 tao2 yao2; 提 ti2 di1; 屯 tun2 zhun1; 囤 tun2 dun4; 拓 tuo4 ta4
尉 wei4 yu4; 蔚 wei4 yu4; 遗遺 yi2 wei4; 玟 wen2 min2; 洗 xi3 xian3; 系 xi4 ji4; 巷 xiang4 hang4; 削 xue1 xiao1
血 xue4 xie3; 叶 ye4 xie2; 葉 ye4; 邪 xie2 ye2; 吁 xu1 yu4; 咽 yan4 ye4; 殷 yin1 yan1; 芫 yuan2 yan2
钥鑰 yue4 yao4; 员員 yuan2 yun2; 筠 yun2 jun1; 於 yu1 yu2; 苑 yuan4; 菀 wan3 yu4; 莞 guan3 wan3; 扎 zha1 za1
轧軋 ya4 zha2; 择擇 ze2 zhai2; 着 zhe5 zhuo2 zhao2; 祭 ji4 zhai4; 种 zhong3 chong2; 種 zhong3; 粥 zhou1 yu4
著 zhu4 zhuo2; 爪 zhao3 zhua3; 琢 zhuo2 zuo2; 仔 zai3 zi3; 子 zi3; 柞 zuo4 zha4; 圩 wei2 xu1; 浒滸 hu3 xu3
泷瀧 long2 shuang1; 渑澠 mian3 sheng2; 荥滎 xing2 ying2; 歙 she4 xi1; 蠡 li3 li2; 枞樅 cong1 zong1
铅鉛 qian1 yan2; 澹 dan4 tan2; 覃 tan2 qin2; 谌諶 chen2 shen4; 郇 xun2 huan2; 郗 xi1 chi1; 郄 qie4 xi4
炅 jiong3 gui4; 炔 que1 gui4; 玢 bin1 fen1; 汶 wen4; 珲琿 hun2 hui1; 焘燾 tao1 dao4; 溱 qin2 zhen1
湫 qiu1 jiao3; 荨蕁 qian2 xun2; 俟 si4 qi2; 侗 dong4 tong2; 峒 tong2 dong4; 仡 ge1 yi4; 颉頡 xie2 jie2
骠驃 piao4 biao1; 奘 zang4 zhuang3; 嬛 huan2 xuan1; 娉 ping1 pin4; 鹄鵠 hu2 gu3; 纥紇 he2 ge1; 箐 qing4 jing1
钿鈿 dian4 tian2; 铛鐺 dang1 cheng1; 铤鋌 ting3 ding4; 笮 ze2 zuo2; 偲 si1 cai1; 俾 bi3; 洋 yang2; 王 wang2
冯馮 feng2; 琯 guan3; 媞 ti2 shi4; 媛 yuan4 yuan2; 邕 yong1; 牠 ta1; 隰 xi2; 褚 chu3 zhu3; 佴 nai4 er4
贠 yuan2 yun4; 肜 rong2; 尕 ga3; 伋 ji2; 妞 niu1; 囡 nan1; 哈 ha1 ha4; 呵 he1 a1; 和 he2 huo2 hu2
虹 hong2 jiang4; 红紅 hong2 gong1; 吓嚇 xia4 he4; 虾蝦 xia1 ha2; 氏 shi4 zhi1; 体體 ti3; 挑 tiao1 tiao3
迫 po4 pai3; 仆 pu2 pu1; 僕 pu2; 切 qie4 qie1; 圈 quan1 juan4; 戏戲 xi4; 夏 xia4; 嵌 qian4; 咀 ju3 zui3
缉緝 ji1 qi1; 稽 ji1 qi3; 臭 chou4 xiu4; 撮 cuo1 zuo3; 沓 ta4 da2; 逮 dai4 dai3; 堤 di1; 蹲 dun1; 坊 fang1 fang2
个個 ge4; 合 he2 ge3; 横橫 heng2; 吭 keng1 hang2; 吐 tu3 tu4; 凹 ao1 wa1; 噶 ga2; 嘎 ga1; 旮 ga1; 尬 ga4; 喀 ka1
喇 la3; 呐 na4; 其 qi2; 期 qi1; 祇 qi2 zhi3; 衹 zhi3; 祗 zhi1; 只 zhi1 zhi3; 这這 zhe4; 谿 xi1; 蹊 xi1 qi1
些 xie1; 熨 yun4 yu4; 燠 yu4; 予 yu3 yu2; 占 zhan4 zhan1; 症 zheng4 zheng1; 中 zhong1 zhong4; 转轉 zhuan3 zhuan4
";

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::syllable::dictionary;

    #[test]
    fn every_line_is_read_whole() {
        for lines in [SURNAME_LINES, LIVING_LINES] {
            for entry in lines.split([';', '\n']).filter(|entry| !entry.trim().is_empty()) {
                let words: Vec<&str> = entry.split_whitespace().collect();
                assert!(words.len() >= 2, "{entry}");
                assert!(words[0].chars().all(|c| !c.is_ascii()), "{entry}");
                assert!(words[1..].iter().all(|word| Toned::parse(word).is_some()), "{entry}");
            }
        }
        for (a, b, first, second) in COMPOUND {
            assert!(Toned::parse(first).is_some() && Toned::parse(second).is_some(), "{a}{b}");
        }
    }

    #[test]
    fn every_reading_is_a_syllable_of_the_dictionary() {
        let known: HashSet<_> = ('\u{4E00}'..='\u{9FFF}').flat_map(dictionary).map(|t| t.syllable).collect();
        for table in [&*SURNAMES, &*LIVING] {
            for (c, readings) in table {
                for toned in readings {
                    assert!(known.contains(&toned.syllable), "{c} {}", toned.syllable.as_str());
                }
                let distinct: HashSet<_> = readings.iter().map(|t| (t.syllable, t.tone)).collect();
                assert_eq!(distinct.len(), readings.len(), "{c} repeats a reading");
            }
        }
    }

    #[test]
    fn no_character_is_listed_twice() {
        for lines in [SURNAME_LINES, LIVING_LINES] {
            let entries = lines.split([';', '\n']).filter_map(|entry| entry.split_whitespace().next());
            let mut seen = HashSet::new();
            for c in entries.flat_map(str::chars) {
                assert!(seen.insert(c), "{c}");
            }
        }
    }

    /// A reading that the dictionary does not know at all is more often a slip than a discovery.
    #[test]
    fn readings_agree_with_the_dictionary() {
        let mut unknown: Vec<String> = Vec::new();
        for (c, readings) in SURNAMES.iter().chain(LIVING.iter()) {
            let known: HashSet<_> = dictionary(*c).map(|t| t.syllable).collect();
            let strange = readings.iter().filter(|toned| !known.contains(&toned.syllable));
            unknown.extend(strange.map(|toned| format!("{c}{}", toned.syllable.as_str())));
        }
        unknown.sort();
        unknown.dedup();
        // Traditional forms on which the dictionary is short, and surnames it misses.
        assert_eq!(
            unknown,
            [
                "剎cha", "沒mo", "綠lu", "纖qian", "說shui", "說yue", "諶shen", "谌shen", "贠yun", "费bi",
                "难ning", "黑he"
            ]
        );
    }
}

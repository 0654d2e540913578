/**
 * Emoji with the words that find them, in Chinese and English; groups in the order of the tabs. The first word of each
 * language is its name: one of several words is joined by hyphens.
 */
const data = [
  `😀 笑 开心 grin smile happy
😃 笑 开心 smile happy
😄 笑 大笑 smile laugh
😁 嘻嘻 呲牙 grin beam
😆 哈哈 大笑 laugh xd
😅 汗 尴尬 sweat nervous
😂 笑哭 哈哈 joy tears laugh
🤣 笑翻 rofl laugh
🙂 微笑 smile slight
🙃 倒脸 upside-down
😉 眨眼 wink
😊 害羞 微笑 blush smile
😇 天使 乖 angel innocent
🥰 喜欢 爱 love hearts
😍 色 爱心眼 heart-eyes love
🤩 崇拜 惊艳 star-struck wow
😘 亲亲 飞吻 kiss
😋 好吃 馋 yum tasty
😛 吐舌 tongue
😜 调皮 wink tongue joke
🤪 疯 zany crazy
🤨 怀疑 挑眉 doubt eyebrow
🧐 审视 monocle inspect
🤓 书呆子 nerd
😎 酷 墨镜 cool sunglasses
🥳 庆祝 派对 party celebrate
😏 得意 坏笑 smirk
😒 无语 不爽 unamused
😞 失望 disappointed sad
😔 沮丧 pensive sad
😟 担心 worried
😕 困惑 confused
🙁 不开心 frown
☹️ 难过 frown sad
😣 忍 persevere
😖 难受 confounded
😫 累 疲惫 tired
😩 崩溃 weary
🥺 可怜 求 pleading
😢 哭 cry sad
😭 大哭 sob cry
😤 哼 生气 huff triumph
😠 生气 angry
😡 愤怒 rage angry
🤬 骂 swear
🤯 震惊 爆炸 mind-blown
😳 脸红 flushed
🥵 热 hot
🥶 冷 cold
😱 惊恐 scream shock
😨 害怕 fear
😰 冷汗 anxious
😥 难过 relieved sad
😓 汗 sweat
🤗 抱抱 hug
🤔 思考 想 think
🤭 捂嘴 偷笑 oops giggle
🤫 嘘 安静 shush quiet
🤥 说谎 lie
😶 无语 沉默 silent
😐 面无表情 neutral
😑 无语 expressionless
😬 尴尬 龇牙 grimace awkward
🙄 白眼 eye-roll
😯 惊讶 hushed
😮 哇 惊讶 wow open-mouth
😲 吃惊 astonished
🥱 困 哈欠 yawn
😴 睡 sleep
🤤 流口水 drool
😪 困 sleepy
🤐 闭嘴 zip
🥴 晕 woozy
🤢 恶心 sick nausea
🤧 感冒 sneeze
😷 口罩 mask sick
🤒 发烧 fever sick
🤕 受伤 hurt
🤑 钱 money
🤠 牛仔 cowboy
🫠 融化 melt
🫡 敬礼 收到 salute
🫢 捂嘴 惊 gasp
🫣 偷看 peek
🥹 感动 忍泪 tears touched
🙈 不看 捂眼 monkey see
💀 笑死 骷髅 skull dead
👻 鬼 ghost
🤖 机器人 robot
💩 便便 poop
😺 猫 笑 cat`,
  `👍 赞 好 同意 thumbs-up ok like
👎 踩 反对 thumbs-down
👌 好的 ok
✌️ 耶 胜利 victory peace
🤞 祝好运 fingers-crossed luck
🤟 爱你 love-you
🤘 摇滚 rock
🤙 打电话 call
👈 左 point-left
👉 右 point-right
👆 上 point-up
👇 下 point-down
☝️ 一 注意 point one
👋 你好 再见 挥手 wave hello bye
🤚 停 手 stop hand
✋ 举手 停 raise-hand stop
🖐️ 五 手 hand five
👏 鼓掌 棒 clap applause
🙌 万岁 庆祝 hooray raise
🤝 握手 合作 handshake deal
🙏 拜托 谢谢 祈祷 please thanks pray
💪 加油 强 strong muscle
✍️ 写 记 write
👀 看 围观 eyes look
🧠 大脑 brain
🫶 比心 heart-hands
🤲 双手 palms
👊 拳 加油 fist
✊ 拳 fist
🤌 手势 pinched
🙋 举手 我 raise-hand me
🙆 好 ok gesture
🙅 不行 拒绝 no
🤷 不知道 耸肩 shrug
🤦 捂脸 facepalm
🙇 鞠躬 抱歉 bow sorry
💁 介绍 info
🏃 跑 run
🚶 走 walk
🧑‍💻 程序员 写代码 coder developer
👨‍👩‍👧 家庭 family
🧑‍🤝‍🧑 朋友 friends`,
  `❤️ 爱 心 红心 heart love
🧡 橙心 orange-heart
💛 黄心 yellow-heart
💚 绿心 green-heart
💙 蓝心 blue-heart
💜 紫心 purple-heart
🖤 黑心 black-heart
🤍 白心 white-heart
💔 心碎 broken-heart
❣️ 感叹 心 heart exclamation
💕 双心 hearts
💖 闪心 sparkling-heart
💗 心动 growing-heart
💯 满分 一百 hundred perfect
💢 怒 anger
💥 爆 boom
💫 晕 dizzy star
💦 汗 水 sweat drops
💬 说话 消息 speech chat
💭 想 thought
💤 睡 zzz
✨ 闪 亮 sparkles
⭐ 星 star
🌟 闪星 glowing-star
🔥 火 热 fire hot
🎉 庆祝 撒花 恭喜 party tada congrats
🎊 庆祝 confetti
🎁 礼物 gift
🎂 生日 蛋糕 birthday cake
🎈 气球 balloon
🏆 奖杯 冠军 trophy win
🥇 金牌 第一 gold-medal first
🥈 银牌 silver-medal
🥉 铜牌 bronze-medal
🎯 目标 命中 target bullseye
🌹 玫瑰 花 rose
💐 花束 bouquet
🌸 樱花 blossom
🌻 向日葵 sunflower
🍀 幸运 四叶草 luck clover`,
  `☀️ 太阳 晴 sun
⛅ 多云 cloudy
🌧️ 雨 rain
⛈️ 雷雨 storm
❄️ 雪 snow
🌈 彩虹 rainbow
🌙 月亮 moon
☕ 咖啡 coffee
🍵 茶 tea
🥤 饮料 drink
🍺 啤酒 beer
🍻 干杯 cheers
🥂 碰杯 toast
🍚 米饭 rice
🍜 面条 noodles
🥟 饺子 dumpling
🍱 便当 午饭 lunch bento
🍕 披萨 pizza
🍔 汉堡 burger
🍟 薯条 fries
🍎 苹果 apple
🍉 西瓜 watermelon
🍓 草莓 strawberry
🍌 香蕉 banana
🍊 橘子 orange
🍰 蛋糕 cake
🍭 糖 candy
🍿 爆米花 吃瓜 popcorn
🐶 狗 dog
🐱 猫 cat
🐼 熊猫 panda
🐻 熊 bear
🐯 老虎 tiger
🐷 猪 pig
🐮 牛 cow
🐴 马 horse
🐔 鸡 chicken
🐧 企鹅 penguin
🐢 乌龟 turtle
🐟 鱼 fish
🐳 鲸 whale
🦄 独角兽 unicorn
🐝 蜜蜂 bee
🐛 虫 bug
🌳 树 tree
🌱 芽 新 seedling sprout
🚗 车 car
🚌 公交 bus
🚄 高铁 train
🚇 地铁 subway
✈️ 飞机 出差 plane flight
🚀 火箭 上线 发布 rocket launch ship
🚲 自行车 bike
🏠 家 home
🏢 公司 办公楼 office
🏥 医院 hospital
🏫 学校 school
⚽ 足球 football soccer
🏀 篮球 basketball
🏓 乒乓 ping-pong
🏸 羽毛球 badminton
🎮 游戏 game
🎵 音乐 music
🎤 唱歌 sing mic
🎬 电影 movie
📷 相机 照片 camera photo`,
  `✅ 完成 对 好 done check yes
☑️ 勾选 check
✔️ 对 check
❌ 错 不 取消 no cross wrong
❎ 叉 cross
❓ 疑问 question
❗ 注意 感叹 important exclamation
⚠️ 警告 注意 warning
🚫 禁止 forbidden no
⛔ 禁止 no-entry
🛑 停 stop
📌 置顶 图钉 pin
📍 地点 location pin
📎 附件 attachment clip
🔗 链接 link
📝 记录 笔记 memo note
📄 文件 document page
📃 文档 page
📑 书签 页 tabs
📊 图表 数据 chart bar
📈 上涨 增长 growth up
📉 下跌 down
📅 日历 日期 calendar date
📆 日历 calendar
🗓️ 日程 calendar
⏰ 闹钟 提醒 alarm
⏳ 等待 沙漏 waiting hourglass
⌛ 时间到 hourglass
🕐 时间 clock
📞 电话 phone call
📱 手机 mobile phone
💻 电脑 laptop computer
🖥️ 显示器 desktop
🖨️ 打印 printer
⌨️ 键盘 keyboard
📧 邮件 email
📨 收信 mail
📢 通知 公告 announcement
📣 喇叭 megaphone
🔔 提醒 铃 bell
🔕 静音 mute
🔍 搜索 查 search
🔎 搜索 查 search
🔑 钥匙 密码 key
🔒 锁 保密 lock private
🔓 解锁 unlock
🛠️ 工具 修 tools fix
🔧 修 wrench fix
🔨 锤 hammer
⚙️ 设置 齿轮 settings gear
🧪 测试 试验 test
🐞 缺陷 虫 bug
💡 想法 灯泡 idea bulb
🔋 电池 battery
🧾 票据 发票 receipt invoice
💰 钱 money
💳 卡 card
💼 公文包 工作 work briefcase
📦 包裹 发布 package box
🗂️ 归档 folder
📁 文件夹 folder
🗑️ 删除 垃圾 delete trash
✏️ 铅笔 编辑 pencil edit
🖊️ 笔 签 pen sign
📚 书 资料 books
🎓 毕业 学习 graduate
🧮 算 abacus
👔 正式 领带 tie`,
  `🔴 红 red-circle
🟠 橙 orange-circle
🟡 黄 yellow-circle
🟢 绿 green-circle
🔵 蓝 blue-circle
🟣 紫 purple-circle
⚫ 黑 black-circle
⚪ 白 white-circle
🟥 红方 red-square
🟩 绿方 green-square
🟦 蓝方 blue-square
⬆️ 上 up arrow
⬇️ 下 down arrow
⬅️ 左 left arrow
➡️ 右 right arrow
🔄 刷新 循环 refresh
🔁 重复 repeat
▶️ 播放 开始 play start
⏸️ 暂停 pause
⏹️ 停止 stop
➕ 加 plus
➖ 减 minus
✖️ 乘 times
➗ 除 divide
♾️ 无限 infinity
💲 钱 dollar
0️⃣ 零 zero
1️⃣ 一 one
2️⃣ 二 two
3️⃣ 三 three
4️⃣ 四 four
5️⃣ 五 five
6️⃣ 六 six
7️⃣ 七 seven
8️⃣ 八 eight
9️⃣ 九 nine
🔟 十 ten
🆗 好 ok
🆕 新 new
🆓 免费 free
🔝 顶 top
🈚 无 free-of-charge
🈶 有 not-free
🉐 得 bargain
㊗️ 祝 congratulations
㊙️ 秘 secret
🇨🇳 中国 china flag
🇭🇰 香港 hong-kong
🇲🇴 澳门 macau
🏳️ 白旗 white-flag
🚩 旗 红旗 flag
🏁 终点 finish`,
];

export interface EmojiEntry {
  emoji: string;
  /** All words that find it, in lower case. */
  words: string;
  /** The first Chinese word and the first English one: its name. */
  names: { zh: string; en: string };
}

export const emojiGroups: readonly (readonly EmojiEntry[])[] = data.map((group) =>
  group.split("\n").map((line) => {
    const [emoji = "", ...words] = line.split(" ");
    const en = words.find((word) => /^[a-z]/.test(word)) ?? "";
    return { emoji, words: words.join(" "), names: { zh: words[0] ?? "", en: en.replaceAll("-", " ") } };
  }),
);

/** Emoji whose words contain every part of the query. */
export function findEmoji(query: string): EmojiEntry[] {
  const parts = query.toLowerCase().trim().split(/\s+/).filter(Boolean);
  if (parts.length === 0) return [];
  const all = emojiGroups.flat();
  const begins = (entry: EmojiEntry) =>
    parts.every((part) => entry.words.split(/[ -]/).some((word) => word.startsWith(part)));
  const contains = (entry: EmojiEntry) =>
    parts.every((part) => entry.words.includes(part) || entry.emoji === part);
  const first = all.filter(begins);
  const seen = new Set(first.map((entry) => entry.emoji));
  return [...first, ...all.filter((entry) => contains(entry) && !seen.has(entry.emoji))];
}

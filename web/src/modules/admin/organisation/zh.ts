const zh = {
  name: "组织名称",
  nameHint: "显示在通讯录、通知和邀请里",
  needName: "请填写组织名称",
  logo: {
    label: "标志",
    hint: "PNG、JPEG 或 WebP，建议正方形",
    change: "更换标志",
    remove: "移除标志",
    changed: "标志已更新",
    removed: "标志已移除",
  },
};

export default zh;

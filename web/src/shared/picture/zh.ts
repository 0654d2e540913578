const zh = {
  notImage: "请选择图片文件",
};

export default zh;
